"""What people write when a rule of domain.md 4.1 holds, in Chinese and English: patterns over folded text.

They are wider than the examples at hand on purpose: everyday wordings that nobody wrote here yet stand in them too.
"""

# Danger to life or limb: a body, a fire, gas, what falls, what is open to fall into, what poisons.
DANGER = (
    r"煤气|燃气泄漏|天然气.{0,6}(味|漏)|漏气|瓦斯|冒烟|浓烟|着火|起火|火灾|火苗|明火|烧(起来|焦)|焦糊|糊味|爆炸"
    r"|冒火花|触电|漏电|电到人|被困|困在|关在.{0,4}(电梯|轿厢)"
    r"|(电梯|轿厢).{0,12}(困|关着|出不来|有人.{0,4}(卡|里面))|坠落|坠物|高空抛|砸(到|伤|中|人)|塌(了|陷|方)|坍塌"
    r"|快(要)?(掉|倒)下?来?|要掉下来|(玻璃|瓷砖|外墙|幕墙|招牌|广告牌).{0,10}(掉|脱落|松|碎)"
    r"|井盖.{0,8}(没|丢|不见|破|塌|翻|松)|(护栏|栏杆|扶手).{0,8}(断|倒|塌|冲)|中毒|刺鼻|有毒"
    r"|废液.{0,8}(倒|漏|洒|流)|倒.{0,8}废液|(化学品|药剂|溶剂|强酸).{0,8}(漏|洒|倒进|泼|流)|泄漏|受伤|流血|骨折"
    r"|摔(伤|断)|烫伤|晕倒|昏(倒|迷)|头晕|恶心呕吐|上吐下泻|集体腹泻|(人|同事|员工).{0,8}(拉肚子|呕吐)"
    r"|没(了)?呼吸|叫不醒|窒息|救命|人命|生命危险|有人.{0,6}(掉|摔|晕|倒下)"
    r"|(孩子|同事|员工|保洁|保安|工人|快递员|老人|客户|访客).{0,8}(晕|倒地|摔下|掉下|掉进|被(电|砸|夹|烫|困))"
    r"|夹(住|到)(了)?(人|手|头|脚)"
    r"|(电梯|轿厢|客梯|货梯).{0,25}(出不来|没出来|出不去|救|喊|关着|里面(有|的|还|是)|被卡|坠|急速|失控)"
    r"|(梯|轿厢)里.{0,6}(有|还有|是).{0,8}(人|同事|客户|老人|孩子)"
    r"|(插座|电线|电池|电箱|充电器).{0,8}(冒|烧|火|滋)|电池.{0,6}(鼓|爆)|(裂缝|开裂).{0,10}(越来越|变大|很大|怕)"
    r"|(脚手架|塔吊|吊篮|围挡).{0,8}(倒|晃|歪|松|掉)|(氨|氯|硫化氢|一氧化碳).{0,8}(味|漏|超标)|呛(人|得|鼻)"
    r"|救护车|送(去|到|往|进)?(医院|急诊)|去(了)?医院|持刀|gas leak|smell(s|ing|ed)? (of |like )?gas|smell gas"
    r"|smoke (coming|from|in)|\bsmoke\b(?! detector| alarm)|on fire|caught fire|flames|burning smell|burnt smell"
    r"|smells? (of )?burn|sparks|explo(sion|ded)|electric shock|electrocut|trapped"
    r"|(stuck|locked|caught) (in|inside) (the |a |our |one of the )?(lift|elevator)|injur|bleeding|unconscious"
    r"|faint(ed|ing)|ambulance|hospital|poison|collaps|toxic|fumes|chemical waste"
    r"|chemical(s)? (spill|leak|dump|pour)|fell ill|passed out|not breathing|heart attack|choking"
    r"|carbon monoxide|life[- ]threatening"
    r"|(somebody|someone|people) (will|could|may|might) (be|get) (hurt|killed)|sparking"
    r"|(lift|elevator).{0,40}(inside|let (us|them|him|her) out|get (us|them|him|her) out|free (us|them|him|her))"
    r"|(people|colleagues?|guests?|visitors?|someone|somebody|staff|person|intern|driver|engineers?|man|woman|customer)s?.{0,30}(stuck|trapped|locked).{0,30}(lift|elevator)"
    r"|scaffold.{0,20}(lean|loose|fall|swing)|(got|are|were) sick"
    r"|(glass|tile|panel|cladding|sign|ceiling)s?.{0,25}(fall|fell|loose|came down)|loose (glass|panel|tile)"
    r"|about to fall|open manhole|manhole.{0,20}(missing|open|gone|broken)"
    r"|(railing|guardrail).{0,20}(broken|gone|collaps|fell)|(配电|电箱|变电|强电井).{0,12}(积水|进水|泡|淹|漏水)"
    r"|(积水|进水|漏水|淹).{0,20}(配电|电箱|变电|强电井)"
)
ARREARS = (
    r"欠薪|工钱|没(有)?(开|结|见到?).{0,6}(工资|薪|钱)|拿不到(钱|工资|薪)|白干"
    r"|工资.{0,12}(不到位|没着落|见不到|没影)|(no|without) (pay|salary|wages)|paid nothing|拖欠.{0,8}(工资|薪)"
    r"|工资.{0,10}(没发|未发|不发|拖|欠|没到|没拿到|发不出|没给)"
    r"|(没|未|不)(有)?(发|给|拿到|领到|收到).{0,6}(工资|薪)|发不出(工资|薪)|欠(着|了)?.{0,8}(工资|薪)"
    r"|unpaid (wages|salar)"
    r"|(salar(y|ies)|wages|payroll|paychecks?).{0,30}(unpaid|not (been )?paid|late(?![a-z])|missing|overdue|owed)"
    r"|(not|n't|never|without) (been )?(paid|pay|paying|received).{0,30}(wages|salar|staff|employees|us|months)"
    r"|owe(s|d)? .{0,20}(wages|salar|pay)"
)
MANY_OR_LONG = (
    r"[两二三四五六七八2-8]个?多?月|几个月|好几个月|半年|一个季度|全(公司|员|体|厂|部门)|所有(人|员工)|大家都"
    r"|整个(公司|部门|团队)|[1-9]\d+ ?(多|来|几)?(个?人|名|号人|位)"
    r"|[二三四五六七八九]?十[几多来]?(个|名|号|位)?(人|员工|同事)|十几|几十"
    r"|(two|three|four|five|six|several|2|3|4|5|6) months|half a year|a quarter"
    r"|all (the |our )?(staff|of us|employees|colleagues)|(the )?(whole|entire) (company|team|staff|office)"
    r"|everyone|everybody|\b[1-9]\d+ (of us|people|staff|employees|workers|colleagues)"
)
CUT_OFF = (
    r"水电.{0,8}[停断掐关]|[停断掐关].{0,6}(水电|电闸|水阀|电源|总闸)"
    r"|(disconnect|shut(ting)? off|pull(ing)? the plug).{0,15}|[停断掐]水|[停断掐]电|断水断?电"
    r"|断我们.{0,3}[水电]|拉闸|关闸|锁门|换(了)?锁|锁(了|住).{0,4}(门|闸)|封门|堵门|贴封条|不让(我们|进|出)|清场"
    r"|断网断电|cut(ting|s)? (off )?.{0,12}(power|water|electric|utilit)|cut off|utilities will be cut"
    r"|switch(ed|ing)? off .{0,12}(power|water|electric)|lock(ed|ing)? (us |everyone |tenants )?out"
    r"|chang(ed|ing) the locks|turn(ed|ing)? off .{0,12}(power|water|electric)"
)
DISPUTE = (
    r"纠纷|欠费|拖欠|欠(了|着)?.{0,4}(租|钱|款)|威胁|争议|官司|逼|催缴|没收到钱|扯皮|谈不拢|闹翻|闹矛盾|撕破脸"
    r"|互相告|不交(钱|租|费)?就|(房东|业主|二房东|运营(商|方)).{0,12}(跟|和|与).{0,10}(打|闹|吵|扯|告)|跑路|失联"
    r"|要挟|房东|业主(?!群)|landlord|owners?(?![a-z])|dispute|threat|arrears|unpaid|quarrel|conflict|fight"
    r"|row (with|between)|lawsuit|owes?|vanished|behind on"
)
ABROAD = r"(境外|海外|国外|外国|美国|欧盟|欧洲|德国|英国|法国|日本|韩国|加拿大|意大利|荷兰|印度|新加坡|加州|纽约|老外)"
FOREIGN = (
    ABROAD + r".{0,16}(起诉|诉讼|告了?我们|被告|律师函|律师信|律师事务所|律所|法院|传票|禁令|警告信)|337(调查|案)?|查封"
    r"|扣押.{0,6}(货|资产|财产|设备)|临时限制令|临时禁令|财产保全|资产(被)?冻结|被(法院|海关).{0,6}扣"
    r"|账户.{0,4}被法院冻结|法院.{0,8}冻结|(亚马逊|amazon|fba|店铺).{0,16}(冻结|起诉|资金.{0,4}冻)"
    r"|(?<![a-z])tro(?![a-z])|asset freeze|assets? (were |was |are )?(frozen|seized)|freez(e|ing) order"
    r"|frozen account|sued (us )?(in|abroad|by)|su(ed|ing) us|lawsuit (in|abroad|from)"
    r"|(us|german|american|foreign|overseas|british|french|japanese|european) (law ?firm|lawyers?|attorneys?|court)"
    r"|cease[- ]and[- ]desist|injunction|summons|subpoena|section 337|(goods|shipment|stock) (was |were )?seized"
)
TEN_FIRMS = (
    r"[1-9]\d+ ?(多|几|来)?家|十[几多来]?家|十[一二三四五六七八九]家"
    r"|[二三四五六七八九]十[几多来一二三四五六七八九]?家|几十家|上百家|整个(行业|产业)|全行业|所有企业"
    r"|全园(区)?(企业|公司|的)|\b[1-9]\d+ (companies|firms|tenants|enterprises|businesses|labs)"
    r"|(dozens|scores) of (companies|firms|tenants)"
    r"|(twelve|fifteen|twenty|thirty|forty|fifty)([ -]\w+)? (companies|firms|tenants|enterprises|labs)"
    r"|(whole|entire) (industry|sector)|all (the )?(companies|firms|tenants)"
)
HIGH_UP = (
    r"政策|政府|省里|市里|区里|市级|区级|海关|联名|上级|叫停|主管(部门|单位)|有关部门|药监|环保局|税务局|经信"
    r"|发改|监管|authorit|ministry|policy|customs|government|regulator|bureau|city hall|district level"
    r"|joint letter"
)
WATER = (
    r"爆管|水管(爆|裂|破)|漏水|漏雨|渗水|泡水|泡了|滴水|进水|水淹|淹了|积水|喷淋.{0,6}(爆|喷|漏)|倒灌|喷水|burst"
    r"|leak|flood|water (came|comes|coming|poured|pouring|ran)|soaked"
)
FIRMS_OR_AGAIN = (
    r"[多几两三四五六七八2-9]家|好几(家|层|个公司)|楼上楼下|上下(几|两|三)?层|邻居也|隔壁(公司)?也|第[二三四]年"
    r"|每年|年年|又漏|一直漏|[两三四五]层|several (firms|companies|tenants|floors|offices)"
    r"|(two|three|four|five|six) (firms|companies|tenants|floors|offices)|neighbours|next door too|every year"
    r"|again and again|third year"
)
LOSS = (
    r"损失|赔|设备|机器|电脑|服务器|货|仪器|样品|图纸|维修基金|责任|谁负责|算谁的|loss|damage|ruined|equipment"
    r"|servers?|computers?|compensat|who pays|liab"
)
UPROAR = (
    r"集体(上访|信访|维权|投诉|去|找)|信访|上访|拉横幅|举牌|堵(大)?门(口)?讨|围堵|聚集|讨(个)?说法|媒体|记者"
    r"|电视台|曝光|热搜|发(到)?(抖音|微博|网上|小红书)|维权群|联名(信|上书)|petition|journalist"
    r"|reporters?(?![a-z])|(?<![a-z])media(?![a-z])|newspaper|tv station|go public|protest|demonstrat"
    r"|rally(?![a-z])"
)

# Two or more responsible parties.
SEVERAL = (
    r"双方|互相推|推诿|推来推去|推给|甩锅|踢皮球|皮球|都说不(归|是|管)|都不(管|认)|没人(管|认|负责)|三不管"
    r"|不知道(找|归|该)谁|谁(来|该)(管|出钱|负责|承担|修|掏)|(该|归|算|由)谁(管|的|负责|修|出)"
    r"|到底(找谁|归谁|谁)|各说各|说法不(一样|一致)|扯皮|责任(不清|归|划分|在谁)"
    r"|几家(公司)?.{0,6}(一起|共同|联合)"
    r"|(物业|运营商?|房东|业主).{0,12}(说|让|叫)(我们)?(找|去找|是|不归|归).{0,10}(物业|运营|房东|业主|开发商|供电|社区)"
    r"|货梯.{0,6}(占|混)|each other|who (pays|is responsible|should|will pay)|neither side|nor|blam(e|es|ing)"
    r"|pass(es|ed|ing)? (the buck|us)|says? (it is|it's|that is) (not )?(the |their|your)"
    r"|point(s|ing)? (fingers|at)|nobody (takes|is|wants)|no one (takes|is responsible|wants)"
    r"|whose (job|responsib|duty)|sent (us )?(back and forth|from)"
)
PRICE_OR_RULE = (
    r"涨价|提价|调价|上调|调高|加价|翻(了)?倍|涨[到了租三四五六七]|涨幅|贵了"
    r"|(太|好|死|这么|偏|越来越|有点|离谱)贵|收费(标准|不合理|太高|依据|不透明)|乱收费"
    r"|价格.{0,6}(高|离谱|不合理|翻)|转供电|电费(?!补)|电价|食堂.{0,12}(贵|块|元|不值|换一家)"
    r"|(贵|块|元).{0,20}食堂|盖饭|摇号|(名额|车位|场地|公寓|资源).{0,6}分配|分配.{0,6}(规则|公平|不公)|不公平"
    r"|公平吗|凭什么|公示.{0,6}(规则|成本|价)|接驳|摆渡|班车|(公交|末班|地铁).{0,12}(加|延|开通|增)"
    r"|月卡.{0,6}(涨|贵)|定个规矩|立个规矩|混用|专用时段|错峰|限行|冠名|赞助|指定(一家|供应商|运营商)"
    r"|只(能|让)(用|接|选)一家|垄断|rice dish|shuttle|sponsor"
    r"|(price|fee|rent|rate|tariff|charge)s?.{0,20}(rise|rising|increase|went|gone|going|go up|up by|doubl|hike|jump)"
    r"|raised the|put(ting)? up (the )?(price|fee)|too expensive|overpriced|overcharg|cost(s)? (too much|double)"
    r"|unfair|allocat(ed|ion)|only one (carrier|provider|supplier|vendor)|monopol"
)
SHARED_WORKS = (
    r"公共收益|维修(资金|基金)|公摊|大修|改造|加装|翻新|扩建|扩容|增容|增设|新建|整体更换|整机更换|重新铺|共用"
    r"|合用|合并收运|分摊|众筹|一起出(钱|资)|大家出钱|建议.{0,12}(装|建|设|增加)"
    r"|希望.{0,10}(增设|新建|加装|多装|修建|建一)|renovat(e|ing|ion) (of )?the (lobby|roof|building|hall|facade)"
    r"|shared (fund|money|cost)|share the cost|split the cost|chip in|maintenance fund|electrical capacity"
    r"|more capacity|install (more|another|additional|new)|replace the (whole|entire)|build a"
)
ABOVE = (
    r"通关|清关|卡在(机场|海关)|还?卡着|卫检|检疫|海关.{0,8}(扣|查|退|问|不放)|免关?税|减免税|出入境|签证|居留"
    r"|工作许可|落户|入户|公安|(?<!温度)报警(?!器)|派出所|稽查|注销|清税|出口退税|退税|税收居民|居民(身份)?证明"
    r"|税局备案|税务.{0,4}备案|对外(支付|付汇)|付汇|代扣税|代扣代缴|协定税率|税收协定|加计扣除|高企|国高"
    r"|高新(技术)?企业|专精特新|小巨人|补贴.{0,12}(没到|到账|什么时候|退|拖|没下来|没发)|退补贴|租金补(贴|助)"
    r"|人才(认定|分类|评定)|(认定|评).{0,8}[a-e]类|[a-e]类人才|人才(公寓|房).{0,20}(排|等|一年|名额|配额|分到)"
    r"|环评|药监|质押|贷款|想贷|借钱|周转|路演(?!厅)|投资人|找投资|融资|融一|(?<![a-z])(icp|edi)(?![a-z])"
    r"|快速预审|快审|预审|消防(备案|验收|整改|审批)|消防要(查|验)|红绿灯|交警|信号灯|堵(车|成)|一路口|路口|跨区"
    r"|滨江迁|教育(部门|局)|学区划|工资差|行政处罚|罚款|罚单|customs clear"
    r"|(held|stuck|stopped|detained) (at|in|by) (the )?(customs|airport|port)|duty|deregister|dissolve"
    r"|wind(ing)? up|high-tech|hnte|talent|tax residen|withholding|icp licen|rent subsidy|quarantine"
    r"|export (tax )?(refund|rebate)|tax rebate|residence permit|work permit|(work )?visa|hukou|angel round"
    r"|series a|working capital|loan|pitch (event|day)|investor|cell line|traffic (police|lights?)"
    r"|fire (department|approval|acceptance)|police|fined|super[- ]deduction|little giant"
)
QUARREL = (
    r"纠纷|调解|出面|主持公道|评(评)?理|讨公道|帮(我们|忙)?.{0,4}(谈谈|交涉|沟通|协商|说和)|坐下来谈"
    r"|商量(商量|一下|个|出)|希望.{0,6}(协调|协商|牵头)|请.{0,10}(牵头|协调|开会|园治会)|给个说法|各让一步"
    r"|不肯(退|赔|修|签|搬|让|给|认|付)|赖着不|耍赖|霸王条款|翻脸|反悔|说话不算"
    r"|答应.{0,10}(没|不)(兑现|给|做|办|退|修)|闹矛盾|吵(架|起来|翻)"
    r"|(押金|保证金).{0,10}(不退|没退|未退|不肯|扣|不给|要不回|拖)|扣(着|押|了|我们).{0,8}(押金|保证金|押)"
    r"|违约(?!金)|毁约|单方面|索赔|赔偿|侵权|抄(袭|了|走|我们)|仿冒|山寨|盗(用|图|版|取|了)"
    r"|偷(走|了).{0,8}(资料|图纸|技术|代码|配方)|专利有风险|货款|尾款|欠(我们|咱们|我)|赖账|二房东|没补偿"
    r"|补偿(都没|金|谈不拢)|加班费|施工噪声|带走.{0,6}(代码|客户|资料)|房东|被(辞|裁|开除|优化)|辞退|裁员|仲裁"
    r"|恶意(投诉|竞争)|竞争对手|电(瓶|动)车.{0,12}(楼|电梯|充电)|e-?bike|e-scooter|mediat"
    r"|(refund|return|keep|withh[eo]ld|kept).{0,20}deposit|deposit.{0,30}(not|refus|withh|kept|keep|back)|breach"
    r"|compensat|infring|copied our|cop(y|ies|ied|ying) our|counterfeit|knock-?off|owes? us"
    r"|refus(e|es|ed|ing) to (pay|return|refund|give|let)|dismissed|fired|laid off|severance|arbitrat|quarrel"
    r"|dispute|stole|poached|trade secret|negotiat|step in|interven"
    r"|talk to (them|the (landlord|operator|owner|property))|both sides|went back on"
    r"|broke (the|their|his) (promise|agreement|word)|unilateral|forc(e|ed|ing) us|evict|harass"
)
