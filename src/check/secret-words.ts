/** How a language asks for things and names what lets others in: sources of regular expressions, small letters. */
export interface SecretWords {
  /** What lets others in. A country code, an error code or a public key does not. */
  readonly secret: readonly string[];
  /** What follows a secret's name and makes another thing of it: "password reset". */
  readonly otherThing: string;
  /** Words by which a text wants something for itself. */
  readonly request: readonly string[];
  /** Where German puts the verb last, the secret may stand before the request. */
  readonly secretFirst: boolean;
  /** Words that deny, or that speak of what others do. */
  readonly denied: string;
  readonly warned: string;
  /** A condition before the sentence: "If you cannot log in," denies nothing of what follows. */
  readonly condition: string;
  /** Words at which another clause begins. */
  readonly apart: string;
}

const english: SecretWords = {
  secret: [
    'passwords?|passphrases?|pin|(?:seed|recovery|backup|secret) phrases?',
    '(?:private|secret) keys?|seed words|(?:your|the|this) codes?',
    '(?:verification|one-time|security|sign-in|login|log-in|2fa|two-factor|authenticator|sms|backup|recovery) codes?',
    '(?:6|six)-digit codes?',
  ],
  otherThing: ' (?:reset|change|manager|policy|rules)',
  request: [
    'send|give|tell|share|provide|submit|forward|reply with|(?:e-?mail|message|text|show) (?:us|me)',
    '(?:enter|type|paste|write|post|confirm)(?=.*(?<!\\p{L})(?:here|below|in (?:this|the) (?:chat|form)|to us)(?!\\p{L}))',
    "what is your|what are your|what's your|which is your",
    'we (?:will |may |also )?(?:need|want|ask for|require)',
  ],
  secretFirst: false,
  denied:
    "never|not|no|nobody|none|neither|without|cannot|\\p{L}+n['’]t|instead of|avoid|refuse|whoever|anyone|someone|if",
  warned:
    'scam\\p{L}*|phish\\p{L}*|fraud\\p{L}*|fake\\p{L}*|thie\\p{L}+|criminals?|impost\\p{L}+|attack\\p{L}*|pretend\\p{L}*|stolen',
  condition: '(?:if|when|once|in case|because|since|as)',
  apart: 'but|then',
};

const german: SecretWords = {
  secret: [
    '(?:\\p{L}+-?)?(?:passw(?:ort|orts|örter|örtern)|kennw(?:ort|orts|örter|örtern))|passphrase|pin|tan',
    '(?:seed|wiederherstellungs|backup|sicherungs|recovery)-?(?:phrasen?|wörter|wörtern|codes?|schlüssel)|geheimphrase',
    '(?:private[nr]?|geheime[nr]?) (?:schlüssel|keys?)|private[- ]keys?',
    '(?:ihr|ihren|ihre|dein|deinen|deine|den|diesen|die) codes?',
    '(?:bestätigungs|einmal|sicherheits|anmelde|sms|2fa|zwei-faktor|authenticator|verifizierungs|prüf)-?codes?',
    '(?:6|sechs)-?stelligen? codes?',
  ],
  otherThing: '-?(?:manager|reset|regeln|änderung)| (?:zurücksetzen|ändern|zurückgesetzt|geändert)',
  request: [
    '(?:senden|schicken|nennen|mailen|übermitteln|verraten|sagen|teilen|leiten) sie (?:uns|mir|bitte|ihr|das|den|die)',
    '(?:geben|schreiben) sie (?:uns|mir)',
    '(?:sende?|schicke?|gib|nenne?|maile?|sag|teile?|schreibe?) (?:uns|mir)',
    '(?:uns|mir) (?:bitte )?(?:zu )?(?:senden|schicken|nennen|mitteilen|geben|sagen|zusenden)',
    '(?:geben|tippen|tragen|fügen) sie(?=.*(?<!\\p{L})(?:hier|unten|in (?:diesem|diesen|dem|den|das) (?:chat|formular))(?!\\p{L}))',
    '(?:hier|unten|in diesem chat|in diesem formular)(?=.*(?<!\\p{L})(?:eingeben|eintragen|einfügen|angeben|schreiben)(?!\\p{L}))',
    '(?:wie lautet|wie lauten|was ist|welches ist) (?:ihre?|deine?)',
    'wir (?:\\p{L}+ )?(?:brauchen|benötigen|verlangen)|(?:brauchen|benötigen) wir',
  ],
  secretFirst: true,
  denied:
    'nie|niemals|nicht|kein\\p{L}*|niemand\\p{L}*|weder|ohne|statt|anstatt|vermeiden|wer|jemand\\p{L}*|falls|wenn',
  warned:
    'betrug\\p{L}*|betrüg\\p{L}*|phish\\p{L}*|gefälscht\\p{L}*|dieb\\p{L}*|kriminell\\p{L}*|angreif\\p{L}*',
  condition: '(?:wenn|falls|sobald|sollten|damit|um|weil|da)',
  apart: 'aber|sondern|dann',
};

const spanish: SecretWords = {
  secret: [
    'contraseñas?|pin|(?:tu|su|la) clave|claves? (?:privadas?|secretas?|de acceso)',
    'frases? (?:semilla|secretas?|de (?:recuperación|respaldo|seguridad))|palabras semilla',
    'códigos? (?:sms|2fa|de (?:verificación|seguridad|un solo uso|acceso|recuperación|respaldo|confirmación|autenticación))',
    'códigos? de (?:6|seis) (?:dígitos|cifras)|(?:tu|su|el|este) código(?! de (?:error|país))',
  ],
  otherThing: ' (?:pública|públicas)',
  request: [
    '(?:env[ií]e|env[ií]a|mande|mánde|manda|mánda|diga|díga|indique|indíque|indica|indíca|facilite|facilíte|facilita|dé|da|comparta|compárta|comparte|proporcione|proporciona|proporció|escriba|escríba|escribe|díg)(?:nos|me)',
    '(?:di|da|dé)(?:nos|me)|(?:envíe|envía|comparta|comparte|facilite|facilita|proporcione|proporciona|indique|indica)',
    '(?:introduzca|introduce|escriba|escribe|pegue|pega|confirme|confirma|ponga|pon)(?=.*(?<!\\p{L})(?:aquí|abajo|en (?:este|el) (?:chat|formulario))(?!\\p{L}))',
    '(?:cuál es|cuáles son) (?:tus?|sus?)',
    '(?:necesitamos|requerimos|nos hace falta|pedimos)',
  ],
  secretFirst: false,
  denied:
    'nunca|jamás|no|nadie|ni|sin|ning\\p{L}+|tampoco|quien\\p{L}*|alguien|evite|evita|si|(?:en lugar|en vez) de',
  warned: 'estafa\\p{L}*|phishing|fraud\\p{L}*|fals[oa]s?|ladr\\p{L}+|delincuente\\p{L}*|atacante\\p{L}*',
  condition: '(?:si|cuando|en caso de|para|como|porque)',
  apart: 'pero|sino|entonces|luego',
};

/** The languages that are read: a text is held to all of them, whatever it says to be written in. */
export const secretWords: readonly SecretWords[] = [english, german, spanish];
