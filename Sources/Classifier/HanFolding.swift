/// Folds traditional Chinese characters to their simplified forms, so that clients in Taipei and Hong Kong meet the
/// same words as those in Beijing. Only characters common in business mail; a rare one stays as it is.
enum HanFolding {
    static func fold(_ scalar: UInt32) -> UInt32 {
        guard scalar >= 0x4E00, scalar <= 0x9FFF else { return scalar }
        return table[Int(scalar - 0x4E00)].map { UInt32($0) } ?? scalar
    }

    private static let table: [UInt16?] = {
        var table = [UInt16?](repeating: nil, count: 0x9FFF - 0x4E00 + 1)
        for (traditional, simplified) in zip(traditional.unicodeScalars, simplified.unicodeScalars) {
            table[Int(traditional.value) - 0x4E00] = UInt16(simplified.value)
        }
        return table
    }()

    static let traditional = """
        們個來時會說國過對這裡後開關問題請還沒為與從麼樣點頁網設計單訂購買賣錢費發帳號碼誤錯無顯圖檔連結載傳\
        輸寫讀聽見覺應該須當實際現場週約預備註冊員資訊聯絡電話機腦線鐘頭長門間內處專業務學術醫護館團隊經營銷\
        產東兩幾歲歷歡謝煩幫辦確認證據審評價貨運條項報導錄歸遲誰讓語詞變動態轉換選擇擴張縮減壓損壞斷紅藍綠黃\
        銀鐵鋼標識別區廣樓層廳廚飲飯賓禮節慶賀獎賞試驗練習課講師覽遊樂園藝畫廠農漁獲貓鳥馬龍魚雞鴨豬蘭蘋橋樹\
        葉葯藥療養傷殘廢棄滅災難險僅償優傑傾僱儀億儲兒勞勢勝勵匯協卻參雙疊撥採揮搶撿擁擋擔擬攜攝攤敗數斂晝暫\
        曆構極槍檢權歐殺氣決況淨湯溝滾滿漲漸潔潛澤濃濕濟灣熱燈爐爭牆獨環畢異瘋盜盡監盤眾睜礎禍種稅穩窮競筆築\
        簡籌籤糧紀級紙細終組統絕給維綜緊編緣縣總績繼續罰羅義聖職肅腳膽臉臨舉舊艦艱芻華萬蓋蔣薦蘇虛蟲補裝複襲\
        規視親觀訓記訪許訴診詢詳誠調談諒論諸謀謹譜豐負財貢貧販貪責貴貸貼賁賜質賬賭賴趕趙跡踐蹤躍車軍軌軟軸較\
        輔輕輛輩輪轄辭邊達違遞遠適遷郵鄉鄭鄰醬釋針鈕鉛銅銳鋪鍵鎖鎮鏡鏈鑰閃閉閒閱闆陽陰陸階隨隱雖離靈靜響頂順\
        領頗頻顆願類顧風飛馮駐駕騎驅驚髒體鬆鬧鮮麗黨齊齡擊佈係啟啓囉嗎圍圓塊壽夠夢夥奪妳媽寧寬寶將尋屆島嶺幣\
        帶幹強彈彙彌徑徵徹恆悶惡愛慣憂憑懷懸懶戲戶拋掛掃揚暢
        """

    static let simplified = """
        们个来时会说国过对这里后开关问题请还没为与从么样点页网设计单订购买卖钱费发账号码误错无显图档连结载传\
        输写读听见觉应该须当实际现场周约预备注册员资讯联络电话机脑线钟头长门间内处专业务学术医护馆团队经营销\
        产东两几岁历欢谢烦帮办确认证据审评价货运条项报导录归迟谁让语词变动态转换选择扩张缩减压损坏断红蓝绿黄\
        银铁钢标识别区广楼层厅厨饮饭宾礼节庆贺奖赏试验练习课讲师览游乐园艺画厂农渔获猫鸟马龙鱼鸡鸭猪兰苹桥树\
        叶药药疗养伤残废弃灭灾难险仅偿优杰倾雇仪亿储儿劳势胜励汇协却参双叠拨采挥抢捡拥挡担拟携摄摊败数敛昼暂\
        历构极枪检权欧杀气决况净汤沟滚满涨渐洁潜泽浓湿济湾热灯炉争墙独环毕异疯盗尽监盘众睁础祸种税稳穷竞笔筑\
        简筹签粮纪级纸细终组统绝给维综紧编缘县总绩继续罚罗义圣职肃脚胆脸临举旧舰艰刍华万盖蒋荐苏虚虫补装复袭\
        规视亲观训记访许诉诊询详诚调谈谅论诸谋谨谱丰负财贡贫贩贪责贵贷贴贲赐质账赌赖赶赵迹践踪跃车军轨软轴较\
        辅轻辆辈轮辖辞边达违递远适迁邮乡郑邻酱释针钮铅铜锐铺键锁镇镜链钥闪闭闲阅板阳阴陆阶随隐虽离灵静响顶顺\
        领颇频颗愿类顾风飞冯驻驾骑驱惊脏体松闹鲜丽党齐龄击布系启启啰吗围圆块寿够梦伙夺你妈宁宽宝将寻届岛岭币\
        带干强弹汇弥径征彻恒闷恶爱惯忧凭怀悬懒戏户抛挂扫扬畅
        """
}
