//! Texts and parts of a block as MJML sections. Text is escaped here; template tags in it stay.

use crate::tags::{Mask, escaped};
use anlass_model::definition::{FragmentBody, Part};

/// A text that somebody wrote, for checks: where inside the block, and the text.
pub(crate) type Texts<'a> = Vec<(String, &'a str)>;

/// All texts of a fragment's body that may hold tags. MJML is one text.
pub(crate) fn texts(body: &FragmentBody) -> Texts<'_> {
    let parts = match body {
        FragmentBody::Mjml(text) => return vec![(String::new(), &**text)],
        FragmentBody::Parts(parts) => parts,
    };
    let mut texts = Vec::new();
    for (number, part) in (1..).zip(parts) {
        let at = |what: &str| format!(" › part {number}{what}");
        match part {
            Part::Heading(text) | Part::Text(text) => texts.push((at(""), &**text)),
            Part::Image(image) => {
                texts.push((at(" src"), &*image.src));
                texts.push((at(" alt"), &*image.alt));
                texts.extend(image.link.as_deref().map(|link| (at(" link"), link)));
            }
            Part::Button(button) => {
                texts.push((at(" text"), &*button.text));
                texts.push((at(" link"), &*button.link));
            }
            Part::Products { link } => texts.push((at(" link"), &**link)),
        }
    }
    texts
}

/// Sections in MJML with their tags masked.
pub(crate) fn sections(body: &FragmentBody, mask: &mut Mask) -> String {
    match body {
        FragmentBody::Mjml(text) => mask.hide(&text.replace("\r\n", "\n")),
        FragmentBody::Parts(parts) => {
            let mut sections = String::new();
            let mut column = String::new();
            for part in parts {
                match part {
                    Part::Products { link } => {
                        close(&mut sections, &mut column);
                        sections.push_str(&products(link, mask));
                    }
                    part => column.push_str(&component(part, mask)),
                }
            }
            close(&mut sections, &mut column);
            sections
        }
    }
}

fn close(sections: &mut String, column: &mut String) {
    if !column.is_empty() {
        let content = std::mem::take(column);
        sections.push_str(&format!(
            "<mj-section mj-class=\"section\"><mj-column>{content}</mj-column></mj-section>"
        ));
    }
}

fn component(part: &Part, mask: &mut Mask) -> String {
    let mut hidden = |text: &str| mask.hide_with(text, escaped);
    match part {
        Part::Heading(text) => format!("<mj-text mj-class=\"heading\"><h2>{}</h2></mj-text>", hidden(text)),
        Part::Text(text) => paragraphs(&hidden(&text.replace("\r\n", "\n"))),
        Part::Image(image) => {
            let link = image.link.as_deref().map(|link| format!(" href=\"{}\"", hidden(link)));
            let (src, alt) = (hidden(&image.src), hidden(&image.alt));
            format!("<mj-image mj-class=\"image\" src=\"{src}\" alt=\"{alt}\"{} />", link.unwrap_or_default())
        }
        Part::Button(button) => {
            let (text, link) = (hidden(&button.text), hidden(&button.link));
            format!("<mj-button mj-class=\"button\" href=\"{link}\">{text}</mj-button>")
        }
        Part::Products { .. } => String::new(),
    }
}

fn paragraphs(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let html = paragraphs.map(|paragraph| {
        format!("<mj-text mj-class=\"text\">{}</mj-text>", paragraph.replace('\n', "<br />"))
    });
    html.collect()
}

/// One section per product, picture and words side by side; without a picture only the words.
fn products(link: &str, mask: &mut Mask) -> String {
    // Masked by itself, so that it is escaped once and only there.
    const LINK: &str = "product-link-text";
    // Not in the text part, and neither is the space before it.
    const STRUCK: &str = "<s style=\"text-decoration:none\">&#160;</s><s>{{ product.was | money }}</s>";
    let words = format!(
        "<mj-text mj-class=\"product\"><strong>{{{{ product.name }}}}</strong>{{% if product.price %}}<br />\
         {{% if product.quantity %}}{{{{ product.quantity }}}} × {{% endif %}}{{{{ product.price | money }}}}\
         {{% if product.was %}}{{% if product.percent %}} \u{2212}{{{{ product.percent }}}}\u{a0}%{{% endif %}}{STRUCK}\
         {{% endif %}}{{% endif %}}{{% if product.unit_price %}}<br />{{{{ product.unit_price | money }}}}\
         {{% if product.unit %}} / {{{{ product.unit }}}}{{% endif %}}{{% endif %}}{{% if product.link %}}<br />\
         <a class=\"link\" href=\"{{{{ product.link }}}}\">{LINK}</a>{{% endif %}}</mj-text>"
    );
    let raw = |tag: &str| format!("<mj-raw>{tag}</mj-raw>");
    let picture = format!(
        "{}<mj-image mj-class=\"product-image\" src=\"{{{{ product.image }}}}\" alt=\"\" \
         href=\"{{{{ product.link }}}}\" />{}<mj-image mj-class=\"product-image\" \
         src=\"{{{{ product.image }}}}\" alt=\"\" />{}",
        raw("{% if product.link %}"),
        raw("{% else %}"),
        raw("{% endif %}"),
    );
    let section = format!(
        "{}{}<mj-section mj-class=\"products\"><mj-group><mj-column width=\"32%\">{picture}</mj-column>\
         <mj-column width=\"68%\" vertical-align=\"middle\">{words}</mj-column></mj-group></mj-section>{}\
         <mj-section mj-class=\"products\"><mj-column>{words}</mj-column></mj-section>{}{}",
        raw("{% for product in products %}"),
        raw("{% if product.image %}"),
        raw("{% else %}"),
        raw("{% endif %}"),
        raw("{% endfor %}"),
    );
    let link = mask.hide_with(link, escaped);
    mask.hide(&section).replace(LINK, &link)
}
