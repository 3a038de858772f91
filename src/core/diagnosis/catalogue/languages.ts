import { type Category } from "../finding";
import { change, type Entry, entriesOf, look, type RemedyTemplate } from "./entry";
import { delegationOf, kernelLog, spaceOfDataset, statusOfPool } from "./looks";

/** What a shell says in other languages where it finds no command. */
const notFound = [
  "Befehl nicht gefunden",
  "Kommando nicht gefunden",
  "commande introuvable",
  "comando non trovato",
  "orden no encontrada",
  "no se encontró la orden",
  "instrucción no encontrada",
  "comando não encontrado",
  "opdracht niet gevonden",
  "nie znaleziono polecenia",
  "команда не найдена",
  "команду не знайдено",
  "příkaz nenalezen",
  "kommandot finns inte",
  "kommando ikke fundet",
  "komento ei löydy",
  "komut bulunamadı",
  "parancs nem található",
  "コマンドが見つかりません",
  "未找到命令",
  "명령어를 찾을 수 없음",
] as const;

/** What the system says of an error in other languages: German, French, Spanish, Italian, Portuguese, Dutch. */
const errors: readonly {
  readonly id: string;
  readonly category: Category;
  readonly says: readonly string[];
  readonly title: string;
  readonly cause: string;
  readonly remedies: readonly RemedyTemplate[];
}[] = [
  {
    id: "no-space-translated",
    category: "space",
    says: [
      "kein Speicherplatz mehr verf",
      "Aucun espace disponible",
      "Plus de place sur le",
      "No queda espacio en el dispositivo",
      "Spazio esaurito sul",
      "Spazio sul dispositivo esaurito",
      "Não há espaço disponível",
      "Geen ruimte meer over",
      "Der zugewiesene Plattenplatz",
    ],
    title: "There is no space left",
    cause: "The pool, a quota or a filesystem on the way is full",
    remedies: [spaceOfDataset, look("See other filesystems, too", "df -h")],
  },
  {
    id: "not-permitted-translated",
    category: "permission",
    says: [
      "Keine Berechtigung",
      "Die Operation ist nicht erlaubt",
      "Vorgang nicht zulässig",
      "Permission non accordée",
      "Opération non permise",
      "Permiso denegado",
      "Operación no permitida",
      "Permesso negato",
      "Operazione non permessa",
      "Permissão negada",
      "Operação não permitida",
      "Toegang geweigerd",
    ],
    title: "This user may not do that",
    cause: "It is not root, and what was done is not delegated or does not belong to it",
    remedies: [delegationOf],
  },
  {
    id: "not-reached-translated",
    category: "network",
    says: [
      "Verbindungsaufbau abgelehnt",
      "Keine Route zum Zielrechner",
      "Die Wartezeit für die Verbindung ist abgelaufen",
      "Der Name oder der Dienst ist nicht bekannt",
      "Die Verbindung wurde vom Kommunikationspartner zurückgesetzt",
      "Connexion refusée",
      "Aucun chemin d'accès pour atteindre",
      "Connexion terminée par expiration",
      "Nom ou service inconnu",
      "Conexión rehusada",
      "No existe ninguna ruta hasta",
      "Nombre o servicio desconocido",
      "Connessione rifiutata",
      "Nessun instradamento per",
      "Conexão recusada",
      "Nome ou serviço desconhecido",
      "Verbinding geweigerd",
    ],
    title: "The other host was not reached",
    cause: "It is off, has another address or name, does not listen there, or a firewall is between",
    remedies: [look("See whether it can be reached at all: ping, and ssh by hand")],
  },
  {
    id: "device-failed-translated",
    category: "data-corruption",
    says: [
      "Eingabe-/Ausgabefehler",
      "Erreur d'entrée/sortie",
      "Error de entrada/salida",
      "Errore di input/output",
      "Erro de entrada/saída",
      "Invoer-/uitvoerfout",
    ],
    title: "Something could not be read or written",
    cause: "Data is damaged there, or a device failed",
    remedies: [statusOfPool, kernelLog],
  },
];

/** The same errors in the words of other languages, where zfs or a tool around it is near. */
export const languages: readonly Entry[] = [
  ...entriesOf("service", [
    {
      id: "command-not-found-translated",
      needles: notFound,
      pattern: new RegExp(
        `(?:^|[\\s:])(?<process>zfs|zpool|zed|zstream|mbuffer|pv|zstd|lzop|lz4|pigz|socat|nc|ncat|perl|sudo|syncoid|sanoid|zrep|zrepl|zxfer|zfs-autobackup|python3)(?: ?: ?|：)(?:${notFound.join("|")})`,
        "m",
      ),
      instead: [
        {
          when: new RegExp(`(?:^|[\\s:])(?<process>zfs|zpool)(?: ?: ?|：)(?:${notFound.join("|")})`, "m"),
          unless: /CROND?\[|\bCron <|\(CRON\)|crontab|\/var\/(?:spool\/)?mail/,
          category: "module",
          title: "OpenZFS is not there, or not on the PATH: {process} was not found",
        },
      ],
      title: "{process} was not found by a shell",
      cause:
        "The PATH of cron, of units and of ssh's commands is short (/sbin and /usr/sbin are often not on it), or it is not installed there",
      remedies: [
        look(
          "See where it is",
          "command -v {process}; ls /sbin/{process} /usr/sbin/{process} /usr/local/sbin/{process}",
        ),
        change("Set it at the head of the crontab: PATH=/usr/local/sbin:/usr/local/bin:/sbin:/bin:/usr/sbin:/usr/bin"),
      ],
      source: "bash; jgoerzen/simplesnap#10",
    },
  ]),
  ...errors.flatMap(({ id, category, says, title, cause, remedies }) =>
    entriesOf(category, [
      {
        id,
        loose: true,
        needles: says,
        pattern: new RegExp(`(?<!\\p{L})(?:${says.join("|")})`, "u"),
        title,
        cause,
        remedies,
        source: "glibc strerror(3)",
      },
    ]),
  ),
];
