// plain("Échéance ") → "echeance": how two names are compared when somebody types a part of one.

export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
