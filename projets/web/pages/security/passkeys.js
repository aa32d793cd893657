// Passkeys: <form data-passkey="address of the challenge" data-failed="what is said"> with a hidden `credential` field.
//
// Sent, it first asks the server for a challenge and the browser for its answer (`register` in the form: a new key),
// then posts itself, as any form. Forms are hidden until the browser is known to have passkeys.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const known = (keys) => keys?.map((key) => ({ ...key, id: bytes(key.id) }));

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.hidden = false;
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-passkey]")) return;
    event.preventDefault();
    answer(event.target);
  });
}

async function answer(form) {
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const sent = { method: "POST", headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" } };
    const asked = await (await fetch(form.dataset.passkey, sent)).json();
    form.elements.namedItem(form.dataset.field ?? "credential").value = JSON.stringify(
      form.hasAttribute("data-register") ? await register(asked) : await sign(asked),
    );
    form.submit();
  } catch {
    tell(form);
  } finally {
    button.disabled = false;
  }
}

async function register(asked) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: known(asked.excludeCredentials),
    },
  });
  return described(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function sign(asked) {
  const made = await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) },
  });
  const { authenticatorData, signature, userHandle } = made.response;
  return described(made, {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle && text(userHandle),
  });
}

function described(made, response) {
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    response: { clientDataJSON: text(made.response.clientDataJSON), ...response },
    clientExtensionResults: {},
  };
}

function tell(form) {
  let said = form.querySelector(".field__error");
  if (!said) {
    said = document.createElement("p");
    said.className = "field__error";
    said.setAttribute("role", "alert");
    form.append(said);
  }
  said.textContent = form.dataset.failed;
}
