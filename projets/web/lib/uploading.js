// A request with files, whose progress the page can show: `acts:progress` {act, sent, total} on document.
//
//   upload(url, {body, headers, signal}, act) → Response     as fetch, which cannot tell how much has left

export function upload(url, { body, headers, signal }, act) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.responseType = "arraybuffer";
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded: sent, total }) => document.dispatchEvent(new CustomEvent("acts:progress", { detail: { act, sent, total } }));
    request.onload = () => resolve(answerOf(request));
    request.onerror = request.ontimeout = () => reject(new TypeError("no answer"));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

function answerOf(request) {
  const type = request.getResponseHeader("Content-Type") ?? "";
  return new Response(request.response, { status: request.status, headers: { "Content-Type": type } });
}
