// What one person has written in this browser and the server has not yet answered: a line in IndexedDB, in order.
//
//   open(person) → {add(entry) → n, all() → entries by n, change(entry), drop(n)}
//
// An entry is any plain object, files too. Each person has a database of their own: whoever signs in next on this
// computer neither sees nor sends it. Where the browser gives no database (private windows, disk full) the entries
// live as long as the page; `durable()` says so.

export function open(person) {
  const memory = new Map();
  let lost = false;
  let next = 2 ** 40; // entries of the page alone come after those of the database
  const base = new Promise((resolve, reject) => {
    const asked = indexedDB.open(`projets-acts-${person}`, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("acts", { keyPath: "n", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const within = async (mode, work) => {
    const db = await base;
    return new Promise((resolve, reject) => {
      const step = db.transaction("acts", mode);
      const asked = work(step.objectStore("acts"));
      step.oncomplete = () => resolve(asked.result);
      step.onabort = step.onerror = () => reject(step.error);
    });
  };
  const orMemory = (work, instead) =>
    work().catch((error) => {
      lost = true;
      console.warn("acts are kept in this page only", error);
      return instead();
    });
  return {
    durable: () => !lost,
    add: (entry) =>
      orMemory(
        () => within("readwrite", (store) => store.add(entry)),
        () => (memory.set(next, { ...entry, n: next }), next++),
      ),
    all: async () => {
      const stored = () => within("readonly", (store) => store.getAll());
      return [...(await orMemory(stored, () => [])), ...memory.values()];
    },
    change: (entry) =>
      memory.has(entry.n)
        ? void memory.set(entry.n, entry)
        : within("readwrite", (store) => store.put(entry)),
    drop: (n) => memory.delete(n) || within("readwrite", (store) => store.delete(n)),
  };
}
