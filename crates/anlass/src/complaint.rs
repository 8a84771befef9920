//! What a failed command says: what was attempted, why it failed, what to do.

use serde::Serialize;

/// Context may carry its cure behind this.
const HELP: &str = "\n  help: ";

#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Complaint {
    error: String,
    cause: Option<String>,
    help: Option<String>,
}

impl Complaint {
    pub(crate) fn of(error: &anyhow::Error) -> Complaint {
        let mut help = None;
        let mut texts: Vec<String> = Vec::new();
        for cause in error.chain() {
            let text = cause.to_string();
            let (what, cure) = match text.split_once(HELP) {
                Some((what, cure)) => (what, Some(cure.to_string())),
                None => (text.as_str(), hint(cause)),
            };
            // The outermost one knows best what was wanted.
            help = help.or(cure);
            if texts.last().is_none_or(|last| last != what) {
                texts.push(what.to_string());
            }
        }
        let rest = texts.get(1..).filter(|rest| !rest.is_empty());
        let cause = rest.map(|rest| rest.join(": "));
        Complaint { error: texts.into_iter().next().unwrap_or_default(), cause, help }
    }

    /// For people.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("error: {}", self.error);
        for (name, value) in [("cause", &self.cause), ("help", &self.help)] {
            if let Some(value) = value {
                text.push_str(&format!("\n  {name}: {value}"));
            }
        }
        text
    }
}

fn hint(cause: &(dyn std::error::Error + 'static)) -> Option<String> {
    if let Some(error) = cause.downcast_ref::<anlass_runtime::Error>() {
        return Some(error.hint().into());
    }
    if let Some(error) = cause.downcast_ref::<anlass_store::Error>() {
        return Some(error.hint().into());
    }
    if let Some(error) = cause.downcast_ref::<anlass_sources::Error>() {
        return Some(error.hint());
    }
    let error = cause.downcast_ref::<std::io::Error>()?;
    Some(match error.kind() {
        std::io::ErrorKind::NotFound => "check the path".into(),
        std::io::ErrorKind::PermissionDenied => "check who owns it and may read and write it".into(),
        std::io::ErrorKind::InvalidData => "save the file as UTF-8 text".into(),
        _ => "check free space, permissions and the health of the disk".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    fn complaint(error: anyhow::Error) -> Complaint {
        Complaint::of(&error)
    }

    #[test]
    fn every_kind_of_error_carries_its_cure() {
        let store = || anlass_store::Error::Sealed;
        let runtime = anlass_runtime::Error::from(store());
        let wrapped = complaint(anyhow::Error::from(runtime).context("opening the vaults"));
        assert_eq!(wrapped.error, "opening the vaults");
        assert!(wrapped.cause.is_some_and(|cause| cause.contains("wrong key")));
        assert!(wrapped.help.is_some_and(|help| help.contains("master key")));
        let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
        let missing = complaint(Err::<(), _>(missing).context("reading a.yaml").expect_err("an error"));
        assert_eq!(missing.help.as_deref(), Some("check the path"));
    }

    #[test]
    fn a_cure_in_the_context_is_told_apart_from_the_error() {
        let own = complaint(anyhow::anyhow!("there is no vault 7\n  help: name another"));
        assert_eq!(own.text(), "error: there is no vault 7\n  help: name another");
    }
}
