import type { RuleSet } from "./rule.ts";

/**
 * QG-093x: a record of the canonical log that no version of the ingest endpoint can have written, and that is passed over. They refuse less than
 * the endpoint does, and never more than it ever did: what was acknowledged once is never passed over.
 */
export const logRules = {
  "QG-0930": {
    level: "error",
    message: {
      en: "The record holds no statement that this program knows. Somebody else wrote it: find out who may write to the log.",
      ru: "Запись не содержит утверждения, известного этой программе. Её записал кто-то другой: выясните, кому разрешено писать в журнал.",
      kk: "Жазбада осы бағдарлама білетін мәлімдеме жоқ. Оны басқа біреу жазған: журналға жазуға кімге рұқсат берілгенін анықтаңыз.",
    },
  },
  "QG-0931": {
    level: "error",
    message: {
      en: "A member of the statement is missing, or is not what the ingest endpoint writes there.",
      ru: "Элемент утверждения отсутствует или не таков, каким его записывает точка приёма.",
      kk: "Мәлімдеменің элементі жоқ немесе қабылдау нүктесі жазатындай емес.",
    },
  },
  "QG-0932": {
    level: "error",
    message: {
      en: "The record cannot be read, or was written in a transaction: this program writes none, and whether one was carried through is not the record's own word.",
      ru: "Запись не читается или сделана в транзакции: эта программа транзакций не использует, а завершена ли транзакция, из самой записи не следует.",
      kk: "Жазба оқылмайды немесе транзакцияда жазылған: бұл бағдарлама транзакция қолданбайды, ал транзакцияның аяқталғаны жазбаның өзінен көрінбейді.",
    },
  },
  "QG-0933": {
    level: "error",
    message: {
      en: "The key of the record is not the name of what it states, or not of this partition: revisions of one record would not stand in one order.",
      ru: "Ключ записи не совпадает с именем того, о чём она, или относится к другому разделу: порядок редакций одной записи был бы потерян.",
      kk: "Жазбаның кілті оның не туралы екенінің атауымен сәйкес емес немесе басқа бөлікке жатады: бір жазба редакцияларының реті жоғалар еді.",
    },
  },
  "QG-0934": {
    level: "error",
    message: {
      en: "The statement was pseudonymised with another key than this log's: its worker would be another person.",
      ru: "Утверждение псевдонимизировано не тем ключом, которому принадлежит журнал: работник оказался бы другим лицом.",
      kk: "Мәлімдеме осы журналдың кілтімен емес, басқа кілтпен бүркемеленген: жұмыскер басқа адам болып шығар еді.",
    },
  },
  "QG-0935": {
    level: "error",
    message: {
      en: "Text of the statement holds an individual identification number. Delete the topic's record, or keep who may read the log as few as those who may read the inbound topics.",
      ru: "В тексте утверждения есть ИИН. Удалите запись либо ограничьте чтение журнала теми же, кому разрешены входящие топики.",
      kk: "Мәлімдеме мәтінінде ЖСН бар. Жазбаны жойыңыз немесе журналды оқуды кіріс топиктерін оқи алатындармен ғана шектеңіз.",
    },
  },
  "QG-0936": {
    level: "error",
    message: {
      en: "A date of the statement is no date of the calendar, or lies outside 1900 to 2299.",
      ru: "Дата в утверждении не существует в календаре или лежит вне 1900–2299 годов.",
      kk: "Мәлімдемедегі күн күнтізбеде жоқ немесе 1900–2299 жылдардан тыс.",
    },
  },
  "QG-0937": {
    level: "error",
    message: {
      en: "A number of the statement lies outside every range that was ever accepted.",
      ru: "Число в утверждении лежит вне всех когда-либо допускавшихся пределов.",
      kk: "Мәлімдемедегі сан бұрын-соңды рұқсат етілген шектердің бәрінен тыс.",
    },
  },
  "QG-0938": {
    level: "error",
    message: {
      en: "The role of the statement cannot state this: claims come from insurers alone, cases from all but statistics.",
      ru: "С этой ролью такого заявить нельзя: страховые случаи сообщают только страховщики, несчастные случаи — все, кроме статистики.",
      kk: "Бұл рөлмен мұндайды мәлімдеуге болмайды: сақтандыру жағдайларын сақтандырушылар ғана, оқиғаларды статистикадан басқаның бәрі мәлімдейді.",
    },
  },
  "QG-0939": {
    level: "error",
    message: {
      en: "The record says that it stood elsewhere in the log that it came from: it was copied by something else than an import.",
      ru: "Запись указывает, что в исходном журнале она стояла на другом месте: её скопировал не импорт.",
      kk: "Жазба бастапқы журналда басқа орында тұрғанын айтады: оны импорт емес, басқа құрал көшірген.",
    },
  },
} as const satisfies RuleSet;
