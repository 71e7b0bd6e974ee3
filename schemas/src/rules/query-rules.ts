import type { RuleSet } from "./rule.ts";

/** QG-06xx: questions to the read API. */
export const queryRules = {
  "QG-0601": {
    level: "error",
    message: {
      en: "There is no such parameter. Known ones: {parameters}.",
      ru: "Такого параметра нет. Известные параметры: {parameters}.",
      kk: "Мұндай параметр жоқ. Белгілі параметрлер: {parameters}.",
    },
  },
  "QG-0602": {
    level: "error",
    message: {
      en: "This parameter takes one value and stands here more than once. Give it once.",
      ru: "Этот параметр принимает одно значение, а указан несколько раз. Укажите его один раз.",
      kk: "Бұл параметр бір ғана мән қабылдайды, ал мұнда бірнеше рет тұр. Оны бір рет көрсетіңіз.",
    },
  },
  "QG-0603": {
    level: "error",
    message: {
      en: "This is none of the known values: {values}.",
      ru: "Это значение неизвестно. Известные значения: {values}.",
      kk: "Бұл мән белгісіз. Белгілі мәндер: {values}.",
    },
  },
  "QG-0604": {
    level: "error",
    message: {
      en: "A code here is not known. Take {form}; several of them joined by commas; any for all.",
      ru: "Один из кодов неизвестен. Допустимо: {form}; несколько через запятую; any для всех.",
      kk: "Кодтардың бірі белгісіз. Мүмкіндері: {form}; бірнешеуі үтірмен; бәрі үшін any.",
    },
  },
  "QG-0605": {
    level: "error",
    message: {
      en: "Not a calendar date. Write YYYY-MM-DD, {earliest} to {latest}.",
      ru: "Это не календарная дата. Пишите ГГГГ-ММ-ДД, от {earliest} до {latest}.",
      kk: "Бұл күнтізбелік күн емес. ЖЖЖЖ-АА-КК түрінде жазыңыз, {earliest} мен {latest} аралығында.",
    },
  },
  "QG-0606": {
    level: "error",
    message: {
      en: "from is later than to. Both days are included in the answer; swap them.",
      ru: "Дата from позже даты to. Оба дня входят в ответ; поменяйте их местами.",
      kk: "from күні to күнінен кеш. Екі күн де жауапқа кіреді; олардың орнын ауыстырыңыз.",
    },
  },
  "QG-0607": {
    level: "error",
    message: {
      en: "This parameter is not served yet. Ask without it.",
      ru: "Этот параметр пока не обслуживается. Повторите запрос без него.",
      kk: "Бұл параметр әзірге қолданылмайды. Сұрауды онсыз қайталаңыз.",
    },
  },
  "QG-0608": {
    level: "error",
    message: {
      en: "per=case gives days per case and goes with measure=days_lost alone.",
      ru: "per=case даёт дни на один случай и сочетается только с measure=days_lost.",
      kk: "per=case бір жағдайға шаққандағы күндерді береді және тек measure=days_lost өлшемімен қолданылады.",
    },
  },
  "QG-0609": {
    level: "error",
    message: {
      en: "Cases found not to be work-related are never counted. Take under_investigation or yes, or leave workRelated out.",
      ru: "Случаи, признанные не связанными с трудом, не учитываются. Укажите under_investigation или yes либо уберите workRelated.",
      kk: "Еңбекке қатысы жоқ деп танылған жағдайлар есепке алынбайды. under_investigation не yes көрсетіңіз немесе workRelated параметрін алып тастаңыз.",
    },
  },
  "QG-0610": {
    level: "error",
    message: {
      en: "The severity filter leaves nothing of this measure to count. Drop the filter or take measure=injured.",
      ru: "Фильтр severity исключает всё, что считает эта величина measure. Уберите фильтр или укажите measure=injured.",
      kk: "severity сүзгісі бұл measure санайтынның бәрін шығарып тастайды. Сүзгіні алып тастаңыз немесе measure=injured көрсетіңіз.",
    },
  },
  "QG-0611": {
    level: "error",
    message: {
      en: "A region here is of a country that is not asked. Without the parameter country it is KZ; name the region's country.",
      ru: "Один из регионов принадлежит стране, которой нет в запросе. Без параметра country это KZ; укажите страну региона.",
      kk: "Өңірлердің бірі сұралмаған елге жатады. country параметрінсіз ол KZ; өңірдің елін көрсетіңіз.",
    },
  },
  "QG-0612": {
    level: "error",
    message: {
      en: "A code or dimension stands here twice. Name each once; a KATO code names the same region as its ISO code.",
      ru: "Код или измерение указаны дважды. Назовите каждый один раз; код КАТО означает тот же регион, что и код ISO.",
      kk: "Код немесе өлшем екі рет көрсетілген. Әрқайсысын бір рет атаңыз; ҚАТО коды ISO кодымен бір өңірді білдіреді.",
    },
  },
  "QG-0613": {
    level: "error",
    message: {
      en: "any lifts the filter and stands alone.",
      ru: "any снимает фильтр и указывается без других значений.",
      kk: "any сүзгіні алып тастайды және жалғыз көрсетіледі.",
    },
  },
  "QG-0620": {
    level: "error",
    message: {
      en: "exposureBasis names what a rate is divided by: with this per, one or several of {bases}, joined by commas.",
      ru: "exposureBasis называет знаменатель коэффициента: с этим per допустимо {bases}, несколько через запятую.",
      kk: "exposureBasis көрсеткіштің бөлімін атайды: мұндай per үшін {bases} болуы мүмкін, бірнешеуі үтірмен.",
    },
  },
  "QG-0621": {
    level: "error",
    message: {
      en: "This per divides by no stated exposure. Leave exposureBasis out, or take a per of workers, hours or tonnes.",
      ru: "При таком per деления на сведения о численности, часах или тоннах нет. Уберите exposureBasis или выберите другой per.",
      kk: "Мұндай per кезінде жұмыскерлер, сағат не тонна санына бөлінбейді. exposureBasis параметрін алып тастаңыз немесе басқа per таңдаңыз.",
    },
  },
  "QG-0622": {
    level: "error",
    message: {
      en: "Days lost are no events, so they have no interval by accidents. Leave interval out, or take another measure.",
      ru: "Потерянные дни не являются событиями, и интервала по несчастным случаям у них нет. Уберите interval или выберите другой measure.",
      kk: "Жоғалған күндер оқиға емес, сондықтан олардың оқиғалар бойынша аралығы жоқ. interval параметрін алып тастаңыз немесе басқа measure таңдаңыз.",
    },
  },
  "QG-0623": {
    level: "error",
    message: {
      en: "A standardised rate has an interval of its own. Ask for standard or for interval=accidents, not for both.",
      ru: "У стандартизованного коэффициента собственный интервал. Запросите standard либо interval=accidents, но не оба.",
      kk: "Стандартталған көрсеткіштің өз аралығы бар. standard немесе interval=accidents сұраңыз, екеуін бірге емес.",
    },
  },
  "QG-0624": {
    level: "error",
    message: {
      en: "compare weighs two crude rates. Ask for it without standard.",
      ru: "compare сравнивает два обычных коэффициента. Запросите его без standard.",
      kk: "compare екі кәдімгі көрсеткішті салыстырады. Оны standard параметрінсіз сұраңыз.",
    },
  },
  "QG-0625": {
    level: "error",
    message: {
      en: "Only rates per workers depend on how long the period is. Leave annualised out, or take per=1000_workers or 100000_workers.",
      ru: "От длины периода зависят только коэффициенты на работников. Уберите annualised или выберите per=1000_workers либо 100000_workers.",
      kk: "Кезеңнің ұзақтығына тек жұмыскерлерге шаққандағы көрсеткіштер тәуелді. annualised параметрін алып тастаңыз немесе per=1000_workers не 100000_workers таңдаңыз.",
    },
  },
  "QG-0626": {
    level: "error",
    message: {
      en: "A standardised rate is over all sections, so a row cannot be narrowed to one. Leave sector and division out of by and the filters.",
      ru: "Стандартизованный коэффициент охватывает все секции, поэтому строку нельзя сузить до одной. Уберите sector и division из by и фильтров.",
      kk: "Стандартталған көрсеткіш барлық секцияларды қамтиды, сондықтан жолды біреуіне тарылтуға болмайды. sector мен division дегенді by мен сүзгілерден алып тастаңыз.",
    },
  },
  "QG-0627": {
    level: "error",
    message: {
      en: "The weights of a standard are workers. Take a per of workers or hours with it.",
      ru: "Веса стандарта заданы численностью работников. Выберите с ним per на работников или на часы.",
      kk: "Стандарттың салмақтары жұмыскерлер санымен берілген. Онымен бірге жұмыскерлерге не сағаттарға шаққандағы per таңдаңыз.",
    },
  },
  "QG-0628": {
    level: "error",
    message: {
      en: "standard is a calendar year such as 2024, from {first} to {last}: its workers by section are the weights.",
      ru: "standard: календарный год, например 2024, от {first} до {last}; веса берутся из численности работников по секциям за этот год.",
      kk: "standard: күнтізбелік жыл, мысалы, 2024, {first} мен {last} аралығында; салмақтар сол жылғы секциялар бойынша жұмыскерлер санынан алынады.",
    },
  },
  "QG-0629": {
    level: "error",
    message: {
      en: "withoutAccident takes ids of accidents as /v1/explain gives them, 64 hexadecimal digits each, joined by commas, {idsMax} at most.",
      ru: "withoutAccident принимает идентификаторы несчастных случаев из /v1/explain, по 64 шестнадцатеричные цифры, через запятую, не более {idsMax}.",
      kk: "withoutAccident /v1/explain берген оқиға идентификаторларын қабылдайды: әрқайсысы 64 он алтылық цифр, үтірмен, ең көбі {idsMax}.",
    },
  },
  "QG-0630": {
    level: "error",
    message: {
      en: "The history of a row follows its own count, case by case. Ask for it without compare, standard and interval=accidents.",
      ru: "История строки следует за её собственным счётом, случай за случаем. Запросите её без compare, standard и interval=accidents.",
      kk: "Жолдың тарихы өз есебін жағдай сайын қадағалайды. Оны compare, standard және interval=accidents параметрлерінсіз сұраңыз.",
    },
  },
  "QG-0631": {
    level: "error",
    message: {
      en: "This is the identification number of a person. A sole proprietor goes by its pseudonym, as /v1/rates?by=employer shows it; organisations go by their BIN.",
      ru: "Это идентификационный номер человека. Индивидуальный предприниматель указывается псевдонимом, как его показывает /v1/rates?by=employer; организации указываются по БИН.",
      kk: "Бұл адамның сәйкестендіру нөмірі. Жеке кәсіпкер /v1/rates?by=employer көрсететін бүркеншік атымен беріледі; ұйымдар БСН бойынша беріледі.",
    },
  },
  "QG-0632": {
    level: "error",
    message: {
      en: "A funnel is of one whole period. Send its first day as from, its last as to, or both; of period=ytd send to, any day. Or send neither.",
      ru: "Воронкообразный график строится за один целый период. Укажите его первый день в from, последний в to или оба; для period=ytd укажите to, любой день. Или не указывайте ничего.",
      kk: "Воронка тәрізді график бір бүтін кезең үшін құрылады. Оның бірінші күнін from, соңғы күнін to арқылы немесе екеуін де көрсетіңіз; period=ytd үшін to ретінде кез келген күнді көрсетіңіз. Немесе ештеңе көрсетпеңіз.",
    },
  },
  "QG-0633": {
    level: "error",
    message: {
      en: "Activities differ by nature, not by chance, so that a funnel of them says nothing. Take by=region, mine or employer, or by=division with the divisions of one section (sector=B).",
      ru: "Виды деятельности различаются по своей природе, а не случайно, и воронкообразный график по ним ничего не говорит. Возьмите by=region, mine или employer либо by=division с разделами одной секции (sector=B).",
      kk: "Қызмет түрлері кездейсоқ емес, табиғаты бойынша ерекшеленеді, сондықтан олар бойынша воронка тәрізді график ештеңе білдірмейді. by=region, mine немесе employer, не бір секцияның бөлімдерімен by=division алыңыз (sector=B).",
    },
  },
  "QG-0634": {
    level: "error",
    message: {
      en: "Smoothing is of areas that are alike. Take smooth with by=region, mine or employer alone, or by=division with the divisions of one section (sector=B), without standard; measure is not days_lost, per is neither none nor case.",
      ru: "Сглаживание возможно для однородных территорий или предприятий. Задайте smooth только с by=region, mine или employer либо с by=division и разделами одной секции (sector=B), без standard; measure не days_lost, per не none и не case.",
      kk: "Тегістеу біртекті аумақтарға немесе кәсіпорындарға қолданылады. smooth параметрін тек by=region, mine немесе employer, не бір секцияның бөлімдерімен by=division (sector=B) бірге, standard параметрінсіз беріңіз; measure days_lost емес, per none де, case те емес.",
    },
  },
  "QG-0635": {
    level: "error",
    message: {
      en: "This is a number of periods: a whole number from {min} to {max}.",
      ru: "Это число периодов: целое от {min} до {max}.",
      kk: "Бұл кезеңдер саны: {min} мен {max} аралығындағы бүтін сан.",
    },
  },
  "QG-0636": {
    level: "error",
    message: {
      en: "falseAlarms is how many false alarms a month all series together may raise: a number from {min} to {max} with one decimal at most.",
      ru: "falseAlarms: сколько ложных сигналов в месяц допускается по всем рядам вместе, число от {min} до {max}, не более одного знака после точки.",
      kk: "falseAlarms: барлық қатарлар бойынша айына қанша жалған сигналға жол берілетіні, {min} мен {max} аралығындағы сан, нүктеден кейін бір таңбадан артық емес.",
    },
  },
  "QG-0637": {
    level: "error",
    message: {
      en: "/v1/nowcast is of cases: of=cases, or nothing. Claims that are not filed yet, and what is still to be paid (measure=paid), are at /v1/claims/ibnr.",
      ru: "/v1/nowcast относится к случаям: of=cases или ничего. Ещё не заявленные страховые требования и суммы, которые ещё предстоит выплатить (measure=paid), даёт /v1/claims/ibnr.",
      kk: "/v1/nowcast жағдайларға қатысты: of=cases немесе ештеңе көрсетпеңіз. Әлі мәлімделмеген сақтандыру талаптарын және әлі төленетін сомаларды (measure=paid) /v1/claims/ibnr береді.",
    },
  },
  "QG-0640": {
    level: "error",
    message: {
      en: "The body of an acknowledgement is a JSON object: revision and state, and where wanted verdict and note. Send it as application/json.",
      ru: "Тело подтверждения: объект JSON с полями revision и state, при необходимости verdict и note. Отправьте его как application/json.",
      kk: "Растаудың денесі JSON объектісі болады: revision және state, қажет болса verdict және note. Оны application/json түрінде жіберіңіз.",
    },
  },
  "QG-0641": {
    level: "error",
    message: {
      en: "There is no such signal. GET /v1/signals lists those of the log in recorded.",
      ru: "Такого сигнала нет. GET /v1/signals перечисляет сигналы журнала событий в поле recorded.",
      kk: "Мұндай сигнал жоқ. GET /v1/signals оқиғалар журналындағы сигналдарды recorded өрісінде береді.",
    },
  },
  "QG-0642": {
    level: "error",
    message: {
      en: "The acknowledgement that stands has revision {stands}. Read the signal again and send the next one.",
      ru: "Действует редакция подтверждения {stands}. Прочитайте сигнал снова и отправьте следующую.",
      kk: "Растаудың {stands} редакциясы күшінде. Сигналды қайта оқып, келесісін жіберіңіз.",
    },
  },
  "QG-0643": {
    level: "error",
    message: {
      en: "It is in the log, and the figures do not follow the log so far yet. Read the signal again shortly.",
      ru: "Запись внесена в журнал событий, но показатели ещё не дошли до этого места. Прочитайте сигнал чуть позже.",
      kk: "Жазба оқиғалар журналына енгізілді, бірақ көрсеткіштер әлі сол орынға жеткен жоқ. Сигналды сәл кейінірек оқыңыз.",
    },
  },
  "QG-0644": {
    level: "error",
    message: {
      en: "A note has 1 to {noteMax} characters on one line, and no identifier of a person.",
      ru: "Примечание: от 1 до {noteMax} знаков в одной строке, без идентификаторов лиц.",
      kk: "Ескертпе бір жолда 1-ден {noteMax}-ге дейінгі таңбадан тұрады, онда тұлғаның сәйкестендіргіші болмайды.",
    },
  },
  "QG-0645": {
    level: "error",
    message: {
      en: "A signal is closed with a verdict: {verdicts}.",
      ru: "Сигнал закрывается с заключением: {verdicts}.",
      kk: "Сигнал қорытындымен жабылады: {verdicts}.",
    },
  },
  "QG-0646": {
    level: "error",
    message: {
      en: "revision is a whole number from {min} to {max}: the one after the acknowledgement that stands, 1 where there is none.",
      ru: "revision: целое от {min} до {max}, следующее за действующим подтверждением; 1, если его нет.",
      kk: "revision: {min} мен {max} аралығындағы бүтін сан, күшіндегі растаудан кейінгісі; ол жоқ болса, 1.",
    },
  },
  "QG-0647": {
    level: "error",
    message: {
      en: "Only signals have places. Send of=signals with it, or leave it out: releases are of the whole country.",
      ru: "Место есть только у сигналов. Добавьте of=signals или уберите этот параметр: выпуски относятся ко всей стране.",
      kk: "Орны тек белгілерде бар. of=signals қосыңыз немесе бұл параметрді алып тастаңыз: шығарылымдар бүкіл ел туралы.",
    },
  },
  "QG-0880": {
    level: "error",
    message: {
      en: "lostDays is a whole number of days from 1 to {daysMax}: 4 is more than three days lost.",
      ru: "lostDays: целое число дней от 1 до {daysMax}; 4 означает более трёх дней.",
      kk: "lostDays: 1-ден {daysMax}-ке дейінгі бүтін күн саны; 4 үш күннен артық дегенді білдіреді.",
    },
  },
  "QG-0881": {
    level: "error",
    message: {
      en: "lostDays says which cases are lost time. Take measure=lost_time with it, or leave it out.",
      ru: "lostDays определяет случаи с потерей рабочего времени. Выберите с ним measure=lost_time или уберите его.",
      kk: "lostDays жұмыс уақыты жоғалған жағдайларды анықтайды. Онымен measure=lost_time таңдаңыз немесе оны алып тастаңыз.",
    },
  },
  "QG-0651": {
    level: "warning",
    message: {
      en: "More victims than workers: one of the two is of something else. Look at both in /v1/explain.",
      ru: "Пострадавших больше, чем работников: одно из двух чисел относится к другому. Посмотрите оба в /v1/explain.",
      kk: "Зардап шеккендер жұмыскерлерден көп: екі санның бірі басқаға қатысты. Екеуін де /v1/explain арқылы қараңыз.",
    },
  },
  "QG-0652": {
    level: "warning",
    message: {
      en: "Several statements are for this cell, period and basis. This one is used as it stands; whoever made the others should take them back or correct them.",
      ru: "Об этой ячейке, периоде и основе есть несколько сведений. Используются эти; авторам остальных следует отозвать или исправить их.",
      kk: "Осы ұяшық, кезең және негіз туралы бірнеше мәлімет бар. Осысы қолданылады; қалғандарын жібергендер оларды қайтарып алуы не түзетуі керек.",
    },
  },
  "QG-0691": {
    level: "error",
    message: {
      en: "Months are whole here: from is the first day of a month, to the last.",
      ru: "Здесь месяцы берутся целиком: from — первый день месяца, to — последний.",
      kk: "Мұнда айлар толық алынады: from — айдың бірінші күні, to — соңғы күні.",
    },
  },
  "QG-0692": {
    level: "error",
    message: {
      en: "A comparison reaches over {max} months at most. Name a later from.",
      ru: "Сравнение охватывает не более {max} месяцев. Укажите более поздний from.",
      kk: "Салыстыру ең көбі {max} айды қамтиды. from мәнін кейінірек көрсетіңіз.",
    },
  },
  "QG-0695": {
    level: "error",
    message: {
      en: "No month from here on had ended before the day of the cut, so that there is nothing to weigh. Name an earlier from.",
      ru: "К дню среза не закончился ни один месяц, начиная с from, поэтому сравнивать нечего. Укажите более ранний from.",
      kk: "Кесінді күніне дейін from мәнінен басталатын бірде-бір ай аяқталмаған, сондықтан салыстыратын ештеңе жоқ. from мәнін ертерек көрсетіңіз.",
    },
  },
  "QG-0694": {
    level: "error",
    message: {
      en: "A release is named by its name or its number.",
      ru: "Выпуск указывается по имени или номеру.",
      kk: "Шығарылым атымен не нөмірімен көрсетіледі.",
    },
  },
  "QG-0693": {
    level: "error",
    message: {
      en: "years is a whole number from 1 to {max}.",
      ru: "years — целое число от 1 до {max}.",
      kk: "years — 1-ден {max}-ге дейінгі бүтін сан.",
    },
  },
} as const satisfies RuleSet;
