const first = {
  de: (name, number) => `Willkommen, ${name}! Du bist Mitglied Nummer ${number}.`,
  en: (name, number) => `Welcome, ${name}! You are member number ${number}.`,
  fr: (name, number) => `Bienvenue, ${name} ! Vous êtes le membre numéro ${number}.`,
  ja: (name, number) => `ようこそ、${name}さん！${number}人目のメンバーです。`,
  pl: (name, number) => `Witaj, ${name}! Jesteś członkiem numer ${number}.`,
};

exports.greeting = {
  /** `locale` is a tag such as "pt-BR"; languages without a phrase are greeted in English. */
  first(locale, name, number) {
    const language = (locale ?? 'en').split('-')[0];
    return (first[language] ?? first.en)(name, number);
  },

  founder: (name) => `Welcome, ${name}! You are the very first one here.`,

  back(name, days) {
    return days < 1 ? `That was quick, ${name}. Welcome back!` : `Welcome back, ${name}, after ${days} days!`;
  },
};

/** The first message, and then every power of ten. */
exports.isMilestone = (count) => /^10*$/.test(String(count));
