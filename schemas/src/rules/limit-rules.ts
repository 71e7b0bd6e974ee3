import type { RuleSet } from "./rule.ts";

/** QG-0870 to QG-0879: requests whose response, or the work for it, would be without bound. */
export const limitRules = {
  "QG-0870": {
    level: "error",
    message: {
      en: "The answer would have {rows} rows, and {rowsMax} are given at most. Ask for fewer days (from, to), for longer periods, by fewer dimensions, or of some codes alone (region=KZ-35).",
      ru: "В ответе было бы {rows} строк, а выдаётся не более {rowsMax}. Сузьте даты (from, to), возьмите период длиннее, меньше измерений в by или отдельные коды (region=KZ-35).",
      kk: "Жауапта {rows} жол болар еді, ал ең көбі {rowsMax} жол беріледі. Күндерді азайтыңыз (from, to), ұзағырақ кезең, by ішінде аз өлшем немесе жеке кодтар (region=KZ-35) алыңыз.",
    },
  },
  "QG-0871": {
    level: "error",
    message: {
      en: "The answer would be computed from {cells} cells of figures or more, and {cellsMax} are taken at most. Ask for fewer days (from, to), by fewer dimensions, or of some codes alone (region=KZ-35).",
      ru: "Ответ пришлось бы вычислять не менее чем из {cells} ячеек, а берётся не более {cellsMax}. Сузьте даты (from, to), укажите меньше измерений в by или отдельные коды (region=KZ-35).",
      kk: "Жауап кемінде {cells} ұяшықтан есептелер еді, ал ең көбі {cellsMax} алынады. Күндерді азайтыңыз (from, to), by ішінде аз өлшем немесе жеке кодтар (region=KZ-35) көрсетіңіз.",
    },
  },
  "QG-0872": {
    level: "error",
    message: {
      en: "This names a record that the log does not hold: of a partition that does not exist, or beyond the end, which is {end}.",
      ru: "Здесь названа запись, которой в журнале нет: раздела не существует, или она дальше конца журнала, который сейчас {end}.",
      kk: "Мұнда журналда жоқ жазба аталған: ондай бөлім жоқ немесе ол журналдың соңынан ({end}) кейін.",
    },
  },
  "QG-0873": {
    level: "error",
    message: {
      en: "No answer ever was of this cut, and {records} records lie between it and the nearest that is kept; {recordsMax} are folded at most. Take a watermark of an answer, or an instant.",
      ru: "Ответов на этот срез никогда не было, а от ближайшего хранимого его отделяет {records} записей; пересчитывается не более {recordsMax}. Возьмите водяной знак из ответа или момент времени.",
      kk: "Мұндай кесіндіде ешқашан жауап болған емес, ал оны сақталған ең жақынынан {records} жазба бөледі; ең көбі {recordsMax} қайта есептеледі. Жауаптағы су белгісін немесе уақыт сәтін алыңыз.",
    },
  },
  "QG-0874": {
    level: "error",
    message: {
      en: "The history of this row would be worked out from {statements} statements that are tied to one another: all of them again for each. Narrow the row with from and to or with filters, or ask /v1/explain what it is made of.",
      ru: "Историю этой строки пришлось бы восстанавливать по {statements} связанным между собой сообщениям: все заново для каждого. Сузьте строку через from и to или фильтры либо узнайте её состав в /v1/explain.",
      kk: "Бұл жолдың тарихын өзара байланысты {statements} хабарлама бойынша қалпына келтіру керек болар еді: әрқайсысы үшін бәрін қайтадан. Жолды from және to немесе сүзгілер арқылы тарылтыңыз, не құрамын /v1/explain арқылы біліңіз.",
    },
  },
  "QG-0875": {
    level: "error",
    message: {
      en: "As many live streams as there may be ({listenersMax}) are open. Repeat after the time that Retry-After names, or ask /v1/rates now and then.",
      ru: "Открыто столько живых потоков, сколько допускается ({listenersMax}). Повторите запрос через время, указанное в Retry-After, или время от времени запрашивайте /v1/rates.",
      kk: "Рұқсат етілген тірі ағындардың бәрі ({listenersMax}) ашық. Retry-After көрсеткен уақыттан кейін қайталаңыз немесе анда-санда /v1/rates сұраңыз.",
    },
  },
  "QG-0876": {
    level: "error",
    message: {
      en: "This caller has as many live streams open as are left for everybody else. Close one, or repeat after the time that Retry-After names; pages of one browser can share a stream.",
      ru: "У этого вызывающего открыто столько живых потоков, сколько осталось всем остальным. Закройте один из них или повторите запрос через время, указанное в Retry-After; страницы одного браузера могут делить поток.",
      kk: "Бұл шақырушының ашық тірі ағындары қалған барлығына қалған санға жетті. Біреуін жабыңыз немесе Retry-After көрсеткен уақыттан кейін қайталаңыз; бір браузердің беттері ағынды бөлісе алады.",
    },
  },
  "QG-0877": {
    level: "error",
    message: {
      en: "As many different live questions are followed now as there is memory for. Repeat after the time that Retry-After names, ask for fewer rows, or ask /v1/rates now and then.",
      ru: "Сейчас отслеживается столько разных живых запросов, на сколько хватает памяти. Повторите запрос через время, указанное в Retry-After, запросите меньше строк или время от времени запрашивайте /v1/rates.",
      kk: "Қазір жад жететіндей әртүрлі тірі сұраныс бақылануда. Retry-After көрсеткен уақыттан кейін қайталаңыз, азырақ жол сұраңыз немесе анда-санда /v1/rates сұраңыз.",
    },
  },
} as const satisfies RuleSet;
