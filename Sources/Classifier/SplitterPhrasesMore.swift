/// The same table for the other languages.
extension SplitterPhrases {
    static let french = """
        greeting: bonjour; bonsoir; salut; cher*; chère*; madame; monsieur; coucou; hello; re bonjour; rebonjour
        signoff: cordialement; bien (cordialement|à vous|à toi)
        signoff: (sincères|meilleures|amicales|cordiales) salutations; bien à vous; amicalement; cdlt; cdt
        signoff: bonne (journée|soirée|fin); bon week end; bonne semaine; à bientôt; sincèrement; salutations
        signoff: respectueusement; merci et bonne; avec nos remerciements; veuillez agréer
        signoff: je vous prie d agréer; bises; à plus
        thanks: merci; merci (beaucoup|bien|encore|infiniment); merci (d|par) avance; un grand merci
        thanks: mille mercis; merci à (vous|toi|tous|toute); avec tous mes remerciements; je vous remercie
        thanks: nous vous remercions; on vous remercie
        pleasantry: j espère que (vous|tu|tout); nous espérons que; comment allez vous; comment ça va
        pleasantry: dans l attente; au plaisir; bonne (année|journée|soirée|semaine|continuation)
        pleasantry: bon (week|weekend|courage|été); désolé* (de|pour le|du) dérange*; n hésitez pas; je reste à
        pleasantry: nous restons à; joyeux; joyeuses; restant à; quelques (points|remarques|petites choses)
        connective: aussi; également; par ailleurs; de plus; en plus; en outre
        connective: autre (chose|point|question|demande|souci); autre; et aussi
        connective: une (autre|dernière) (chose|question|demande); un (autre|dernier) (point|souci|sujet)
        connective: encore une (chose|question); et (encore|puis); au fait; à propos; d ailleurs; sinon
        connective: deuxièmement; troisièmement; premièrement; d abord; enfin; pour finir; ensuite; puis; ah et
        connective: et au passage; au passage; pendant (que|qu); tant que; tant (qu|que) (vous|on|tu)
        connective: dernière (chose|question); rien à voir; concernant; quant (à|au|aux); par contre; et tant
        connective: d autre part; côté; petite question; question subsidiaire
        joint: par ailleurs; et par ailleurs; et aussi; et au passage; au fait
        joint: et (pourriez|pouvez|pourrais|peux) (vous|tu); et (pourrait|peut) on; et (merci|prière) de
        joint: et (nous|on) (aimerions|voudrions|souhaitons|souhaiterions|aimerait|voudrait|souhaite|souhaiterait)
        joint: et j aimerais; et je (voudrais|souhaite|souhaiterais); mais (pourriez|pouvez) vous; et quand
        joint: et combien; et comment (fait|faire|puis|peut); et est ce; de plus; en outre; et la facture; sinon
        joint: et encore
        ask: pourriez vous; pouvez vous; peux tu; pourrais tu; peut on; pourrait on; merci (de|d); veuillez
        ask: prière de; nous (aimerions|voudrions|souhaitons|souhaiterions|avons besoin)
        ask: on (aimerait|voudrait|souhaite|souhaiterait); j (aimerais|ai besoin)
        ask: je (voudrais|souhaite|souhaiterais); il faudrait; serait il possible; est il possible
        ask: est ce possible; ce serait (bien|super|pratique|utile|top)
        ask: il serait (bien|utile|pratique|souhaitable); s il (vous|te) plaît; svp
        anaphor: c; ça; cela; ce; il; elle; ils; elles; ceci; même; y; en; celui*; celle*; l
        detail: c (est|était) (pareil|le même|idem|uniquement|seulement|arrivé|depuis|le cas)
        detail: ça (arrive|se produit|marchait|fonctionnait|concerne|ne se|touche|fait|date|marche|doit|venait)
        detail: cela (arrive|se produit|fonctionnait|concerne|ne se|touche|doit)
        detail: (uniquement|seulement) (sur|avec|quand|dans)
        detail: (j ai|nous avons|on a) (essayé|testé|vidé|vérifié|déjà|joint|redémarré); j utilise
        detail: nous utilisons; capture; pièce jointe; ci joint*; en pj; par exemple
        detail: sur (iphone|android|mobile|chrome|safari|firefox|mon|ma|tablette)
        detail: le message (d erreur|est|dit|indique); avant
        detail: (rien d urgent|pas urgent|ce n est pas urgent|sans urgence|pas pressé)
        detail: combien (cela|ça) (coûterait|coûte|va); combien coûterait; parce; car; sinon; idem; même chose
        detail: le problème
        repair: vérifier; regarder; jeter un; corriger; réparer; résoudre; rétablir; voir ce; d où (ça|cela|vient); aider
        repair: que se passe; qu est ce qui; quel est le problème; une idée; pourquoi; remédier; intervenir; y remédier
        abbreviation: etc; m; mme; mlle; dr; pr; cf; ex; p ex; env; n; no; tél; art; av; bd; st; ste; max; min
        abbreviation: vol; c à d; réf; ht; ttc
        postscript: p s; ps
        """

    static let spanish = """
        greeting: hola; buenos días; buenas (tardes|noches); buenas; estimado*; estimada*; querido*; querida*
        greeting: muy buenas; buen día; hola a todos
        signoff: (un |)saludo; saludos; (un |muchos |) (cordial|cordiales) (saludo|saludos)
        signoff: saludos (cordiales|a todos); un (cordial|abrazo) saludo; un abrazo; atentamente; cordialmente
        signoff: atte; hasta (luego|pronto|mañana); gracias y (un saludo|saludos); reciba* un
        signoff: sin otro particular; quedo a; besos; slds
        thanks: gracias; muchas gracias; mil gracias
        thanks: gracias (de antemano|por adelantado|otra vez|de nuevo|por todo); muchísimas gracias
        thanks: os agradezco; le agradezco; les agradezco; agradecemos; agradezco
        pleasantry: espero que (estés|esté|estéis|estén|todo|hayas|hayáis|vaya); esperamos que
        pleasantry: cómo (estás|está|estáis|están|va todo); quedo (a la|pendiente|a tu|a su|atento)
        pleasantry: quedamos (a la|pendientes|a la espera|atentos); buen (fin|día|finde)
        pleasantry: feliz (año|semana|navidad|fin|día); perdón por (molestar|la molestia|las molestias)
        pleasantry: disculpa* (la|las) molestia*; cualquier (duda|cosa); un par de (cosas|temas|puntos)
        pleasantry: varias cosas; perdona* la
        connective: además; también; por otro lado; por otra parte; por cierto
        connective: otra (cosa|pregunta|cuestión|duda|petición); otro (tema|punto|asunto)
        connective: y (otra|una) (cosa|pregunta|última|más); una (cosa|última|pregunta) (más|cosa)
        connective: una última (cosa|pregunta|duda); ah y; ah; asimismo; igualmente; en segundo lugar
        connective: en primer lugar; en tercer lugar; segundo; tercero; primero; finalmente; por último; luego
        connective: después; ya que (estáis|estás|están|está|estamos); aparte; aparte de; aparte de eso
        connective: y además; y también; de paso; respecto (a|al); en cuanto (a|al); cambiando de tema; y ya que
        connective: otra más; a propósito; sobre (el|la|los|las); con respecto; y por cierto
        joint: además; y además; y también; por cierto; y por cierto; de paso; y de paso
        joint: y (podrían|podríais|podrías|podría|pueden|podéis|puedes|puede); y por favor
        joint: pero (podrían|podríais|podrías|podéis)
        joint: y (queremos|queríamos|querríamos|necesitamos|nos gustaría|quisiéramos)
        joint: y (me gustaría|quiero|quería|necesito|quisiera); y (cuándo|cómo|cuánto); y cuándo; y cuánto
        joint: por otro lado; y otra cosa; ah y; y la factura; y ya que
        ask: por favor; podrían; podríais; podrías; podría; pueden; podéis; puedes; puede usted; queremos
        ask: queríamos; querríamos; necesitamos; nos gustaría; quisiéramos; me gustaría; quiero; quería
        ask: necesito; quisiera; sería (posible|bueno|genial|ideal|útil); es posible; estaría (bien|genial)
        ask: se (puede|podría); hace falta; porfa
        anaphor: eso; esto; lo; ello; ese; esa; este; mismo; misma; así; allí; ahí
        detail: (eso|esto) (pasa|ocurre|sucede|es|afecta|era|fue|solo)
        detail: (pasa|ocurre|sucede) (en|solo|lo|cuando|desde|con|tanto)
        detail: (solo|solamente|únicamente) (en|con|cuando|pasa|ocurre)
        detail: (uso|usamos|utilizo|utilizamos|estoy usando)
        detail: (he|hemos|ya he|ya hemos) (probado|intentado|reiniciado|borrado|mirado|comprobado|adjuntado)
        detail: adjunto; adjuntamos; captura; por ejemplo
        detail: en (iphone|android|el móvil|chrome|safari|firefox|mi|el navegador|tablet)
        detail: el (mensaje|error) (dice|es|pone); lo mismo; antes; no (corre|hay) prisa; no es urgente
        detail: sin prisa; cuánto (costaría|cuesta|sería) (eso|esto); cuánto costaría; qué coste; porque; ya que
        detail: si no; así; funcionaba; el problema
        repair: revisar; revisarlo; revisad; revisen; mirar; mirarlo; mirad; arreglar; arreglarlo; corregir; corregirlo
        repair: echar un; comprobar; solucionar; solucionarlo; ver qué; qué (pasa|ocurre|ha pasado|puede); a qué se; ayud*
        repair: por qué (pasa|ocurre|es); alguna idea; verlo; resolverlo; resolver
        abbreviation: etc; sr; sra; srta; dr; dra; ud; uds; núm; nº; no; tel; aprox; p ej; ej; art; pág; av
        abbreviation: avda; c; min; máx; s a; s l; ee uu; dpto; ref; vd
        postscript: p d; pd; p s; ps
        """

    static let russian = """
        greeting: здравствуйте; добрый (день|вечер); доброе утро; доброго (дня|времени|утра|вечера); привет
        greeting: приветствую; уважаем*; дорог* (друзья|коллеги|команда); коллеги; доброго времени суток
        greeting: всем (привет|добрый); день добрый; добрый
        signoff: с уважением; с наилучшими (пожеланиями|); всего (доброго|хорошего|наилучшего)
        signoff: до (свидания|связи|встречи); (хорошего|удачного|приятного) (дня|вечера|выходных)
        signoff: с благодарностью; искренне ваш*; с приветом; ваш; ваша; с ув; спасибо и (хорошего|до)
        signoff: заранее благодар*
        thanks: спасибо; большое спасибо; спасибо (большое|огромное|заранее|вам|за|ещё раз|всем)
        thanks: огромное спасибо; благодар*; заранее спасибо; заранее благодар*; спс; благодарим за; признател*
        pleasantry: надеюсь .. (хорошо|порядке|отлично|прошли); надеемся .. (хорошо|порядке)
        pleasantry: как (дела|вы|жизнь|ваши дела); (хороших|приятных|отличных) выходных
        pleasantry: (хорошего|удачного|приятного) (дня|вечера); с (новым годом|праздником|наступающим|днём)
        pleasantry: извините за (беспокойство|сумбур|много|спешку); простите за
        pleasantry: (жду|ждём|буду ждать) .. (ответа|обратной|новостей)
        pleasantry: если (будут|есть|что) .. (вопросы|пишите|звоните); пара (вопросов|моментов|вещей)
        pleasantry: пару (вопросов|моментов); несколько (моментов|вопросов|замечаний)
        pleasantry: буду (рад|рада|признател*|благодар*)
        connective: также; а также; кроме того; кроме этого; кстати; ещё; и ещё; а ещё; да и ещё
        connective: ещё (одно|один|одна|вопрос|момент|просьба); и ещё (одно|один|одна|вопрос); и последнее
        connective: последнее; во первых; во вторых; в третьих; второе; второй (вопрос|момент|пункт); первое
        connective: первый (вопрос|момент|пункт); третье; помимо (этого|того); заодно; и заодно; дополнительно
        connective: отдельно; отдельный (вопрос|момент); по поводу; насчёт; насчет; что касается; да; да кстати
        connective: и кстати; и кстати; другой (вопрос|момент); другая (просьба|тема); далее; плюс; тоже
        connective: и вот ещё; вот ещё; напоследок; наконец; к слову; раз уж; и да; вдобавок; попутно; и второе
        connective: касательно
        joint: а ещё; и ещё; кстати; кроме того; заодно; и заодно; также прошу
        joint: а также (прошу|просим|хотим|хотели|нужно|хотелось)
        joint: и (можете|можно|могли|сможете|прошу|просим|пожалуйста|добавьте|сделайте|поменяйте|уберите|замените|исправьте|пришлите|подскажите|скажите)
        joint: и (хотим|хотели|хотелось|нужно|надо) (бы|ещё|добавить|также|чтобы)
        joint: а (можно|можете|могли|когда|сколько|как); но (можете|можно|могли|хотели|хотелось)
        joint: и (когда|сколько|как|почему); и когда; и сколько; и по поводу; и насчёт; а насчёт; и счёт
        joint: и последнее; да и ещё; плюс
        ask: пожалуйста; прошу; просим; просьба; можете; могли бы; не могли бы; можно; можно ли; хотим
        ask: хотели бы; хотелось бы; нужно; надо; нам нужн*; мне нужн*; необходимо
        ask: было бы (здорово|хорошо|удобно|классно|неплохо|отлично|супер); добавьте; сделайте; поменяйте
        ask: замените; уберите; исправьте; почините; поправьте; хочу; хотел бы; хотела бы; давайте; подскажите
        ask: скажите; пришлите
        anaphor: это; этот; эта; эти; этого; этим; он; она; оно; они; его; её; их; так; там; тоже; то; такое
        anaphor: причём; причем
        detail: (это|так|такое) (происходит|случается|только|бывает|было|касается|началось|появил*|наблюдается|есть|мешает|работало)
        detail: (происходит|проявляется|бывает|наблюдается) (только|на|в|при|у|когда)
        detail: только (на|в|у|при|когда|с)
        detail: (пробовал*|проверял*|проверил*|перезагруж*|чистил*|перепробовал*|пробуем|очищал*|очистил*)
        detail: (я|мы) (уже|использу*|пользу*|проверил*|пробовал*|перезагруз*); скрин*; во вложении; прикладыва*
        detail: прилага*; вложил*; на (айфон*|iphone|android|андроид*|телефон*|компьютер*|планшет*|ноутбук*)
        detail: в (chrome|хроме|сафари|safari|firefox|браузер*|яндекс)
        detail: (сообщение|текст|ошибка) (об|такое|такая|гласит|пишет|следующ*); раньше; до этого; например
        detail: то же самое; аналогично; не срочно; (это|) не горит; сколько (это|) (будет|стоит|стоило|займёт)
        detail: потому; иначе; поэтому; так как; тогда; вчера; причём; причем; (что|) я делаю не так
        detail: может это у меня
        repair: посмотрите; гляньте; проверьте; почините; исправьте; разберитесь; поправьте; посмотреть; проверить; помогите
        repair: исправить; починить; разобраться; устраните; устранить; в чём дело; в чем дело; что (случилось|это|не так)
        repair: почему (так|это); с чем связано; из за чего; восстановите; верните
        abbreviation: т е; т д; т п; т к; др; пр; см; стр; г; гг; руб; коп; тыс; млн; ул; д; кв; им; рис; напр
        abbreviation: тел; доб; ок; п; пп; ст; шт; мин; сек; ч; т ч; н э
        postscript: п с; p s; ps; з ы; зы
        """

    static let chinese = """
        greeting: 你好; 您好; 你们好; 大家好; 早上好; 下午好; 晚上好; 尊敬的; 亲爱的; 早安; 嗨; 哈喽; 各位
        greeting: 老师好; 午安; 哈啰; 早; hello; hi
        signoff: 此致; 敬礼; 祝好; 顺祝; 商祺; 祝您; 祝你; 祝商祺; 祝工作; 此致敬礼; 敬上; 谨上; 祝一切; 祝顺
        signoff: 顺颂; 祝生意; 敬祝
        thanks: 谢谢; 多谢; 感谢; 非常感谢; 十分感谢; 麻烦了; 辛苦了; 辛苦你; 辛苦您; 辛苦大家; 拜托了; 麻烦您了
        thanks: 麻烦你们了; 谢了; 先谢; 提前感谢; 有劳
        pleasantry: 希望 .. 您一切; 希望你一切; 最近好吗; 新年快乐; 周末愉快; 节日快乐; 中秋快乐; 打扰了
        pleasantry: 不好意思打扰; 抱歉打扰; 期待 .. 回复; 等您回复; 等你回复; 盼复; 期待您的; 静候
        pleasantry: 有问题 .. 联系; 如有 .. 联系; 有几件事; 几个问题; 有几点; 几件事; 两件事; 生意兴隆; 合作愉快
        connective: 另外; 还有; 此外; 顺便; 对了; 再有; 另; 其次; 第二; 第三; 第一; 首先; 最后; 再者; 除此之外
        connective: 同时; 还有一个; 还有一件; 另一个; 另一件; 再说; 再一个; 然后; 顺带; 补充; 关于; 至于; 其三
        connective: 其一; 其二; 哦对了; 啊对了; 再就是; 还想; 一是; 二是; 三是
        joint: 另外; 还有; 此外; 顺便; 对了; 顺带; 同时希望; 同时想; 还想; 还希望; 还需要; 也想; 也希望; 也请
        joint: 另请; 并请; 再帮; 再请; 再加; 能不能再; 能否再; 可以再; 再问; 再麻烦; 然后想; 请问; 想问
        ask: 请; 麻烦; 能不能; 能否; 可不可以; 可以; 可否; 希望; 想; 我们想; 需要; 我们需要; 建议; 最好; 帮
        ask: 帮忙; 是否可以; 要是能; 如果能; 请问; 想问
        anaphor: 这; 那; 它; 该; 此; 这个; 那个; 这样; 那样; 同样; 也; 都
        detail: 这个(问题|情况|现象); 这种情况; 只(有|在|是|要); 在 .. (手机|电脑|浏览器) .. 上
        detail: 我(用|们用|试|已经|们试|们已经); 试过; 试了; 截图; 附件; 见附件; 如图; 比如; 例如; 之前; 以前
        detail: 昨天还; 原来; 不急; 不着急; 不是很急; 要多少钱; 多少钱; 大概多少; 费用多少; 因为; 否则; 不然
        detail: 这样; 错误信息; 报错信息; 提示是; 显示的是; 安卓 .. 也; 苹果 .. 也; 刷新; 清 .. 缓存; 重启; 换了
        detail: 是不是我; 也是一样; 一样; 没有 .. 用
        repair: 看一下; 看看; 看下; 查一下; 查下; 检查; 修一下; 修复; 处理; 解决; 怎么回事; 什么原因; 什么情况; 为什么
        repair: 排查; 核实; 帮忙看; 恢复; 怎么了
        abbreviation: no
        postscript: p s; ps; 又及
        """
}
