// <form data-act data-on-change>: sent when another choice is made; its button [data-unscripted] is for who has no script.

const hide = () => {
  for (const button of document.querySelectorAll("form[data-on-change] [data-unscripted]")) button.hidden = true;
};

document.addEventListener("change", ({ target }) => target.form?.matches("[data-on-change]") && target.form.requestSubmit());
document.addEventListener("fragment:shown", hide);
hide();
