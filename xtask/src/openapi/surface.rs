//! What code over the generated client can name: methods, arguments, types, fields, variants.
//!
//! It is kept as text, one name a line, so that a release's can be compared with that of a newer generator too.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{
    Attribute, Fields, File, GenericParam, ImplItem, Item, ItemImpl, ReturnType, Type, Visibility,
    WherePredicate,
};

use crate::command::Failure;

/// Names and what they are, such as `list_backups.status` and `TryInto<Vec<types::BackupStatus>>`.
///
/// A name without a dot is a type or a method of the client; `T.*` lists the traits of the type `T`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Surface(pub(super) BTreeMap<String, String>);

impl Surface {
    /// Reads generated code.
    pub(super) fn read(types: &str, client: &str) -> Result<Self, Failure> {
        let parse = |code: &str| {
            syn::parse_file(code)
                .map_err(|error| Failure::ByHand(format!("generated code: {error}")))
        };
        let mut surface = Self::default();
        surface.types(&parse(types)?);
        surface.client(&parse(client)?);
        Ok(surface)
    }

    /// What [`fmt::Display`](std::fmt::Display) wrote.
    pub(super) fn parse(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let named = lines.filter_map(|line| line.split_once(" = "));
        Self(
            named
                .map(|(name, what)| (name.to_owned(), what.to_owned()))
                .collect(),
        )
    }

    fn types(&mut self, file: &File) {
        let mut traits: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for item in &file.items {
            match item {
                Item::Struct(found) if is_public(&found.vis) => {
                    let name = found.ident.to_string();
                    traits
                        .entry(name.clone())
                        .or_default()
                        .extend(derives(&found.attrs));
                    match &found.fields {
                        Fields::Named(fields) => {
                            for field in &fields.named {
                                let member = field.ident.as_ref().map(ToString::to_string);
                                let key = format!("{name}.{}", member.unwrap_or_default());
                                self.0.insert(key, tidy(&field.ty));
                            }
                            self.0.insert(name, "struct".to_owned());
                        }
                        Fields::Unnamed(fields) => {
                            let inner: Vec<String> =
                                fields.unnamed.iter().map(|field| tidy(&field.ty)).collect();
                            self.0.insert(name, format!("struct({})", inner.join(", ")));
                        }
                        Fields::Unit => {
                            self.0.insert(name, "struct".to_owned());
                        }
                    }
                }
                Item::Enum(found) if is_public(&found.vis) => {
                    let name = found.ident.to_string();
                    traits
                        .entry(name.clone())
                        .or_default()
                        .extend(derives(&found.attrs));
                    for variant in &found.variants {
                        let payload = match &variant.fields {
                            Fields::Unit => "variant".to_owned(),
                            fields => format!("variant{}", tidy(fields)),
                        };
                        self.0.insert(format!("{name}.{}", variant.ident), payload);
                    }
                    self.0.insert(name, "enum".to_owned());
                }
                Item::Type(found) if is_public(&found.vis) => {
                    self.0.insert(found.ident.to_string(), tidy(&found.ty));
                }
                Item::Impl(found) => {
                    if let (Some((path, _)), Some(name)) = (&found.trait_, self_type(found)) {
                        let last = path.segments.last().map(tidy).unwrap_or_default();
                        traits.entry(name).or_default().insert(last);
                    }
                }
                _ => {}
            }
        }
        for (name, traits) in traits.into_iter().filter(|(_, traits)| !traits.is_empty()) {
            let traits: Vec<String> = traits.into_iter().collect();
            self.0.insert(format!("{name}.*"), traits.join(" + "));
        }
    }

    fn client(&mut self, file: &File) {
        let mut builders = BTreeMap::new();
        for found in
            impls(&file.items).filter(|found| self_type(found).as_deref() == Some("Client"))
        {
            for (name, signature) in methods(found) {
                if let ReturnType::Type(_, returned) = &signature.output
                    && let Type::Path(path) = &**returned
                    && let Some(builder) = path.path.segments.last()
                    && path.path.segments.len() == 2
                {
                    builders.insert(builder.ident.to_string(), name.clone());
                    self.0.insert(name, "method".to_owned());
                }
            }
        }
        let modules = file.items.iter().filter_map(|item| match item {
            Item::Mod(module) if module.ident == "builder" => module.content.as_ref(),
            _ => None,
        });
        for found in modules.flat_map(|(_, items)| impls(items)) {
            let Some(operation) = self_type(found).and_then(|name| builders.get(&name)) else {
                continue;
            };
            for (name, signature) in methods(found).filter(|(name, _)| name != "new") {
                let what = if signature.inputs.len() > 1 {
                    bounds(signature)
                } else {
                    match &signature.output {
                        ReturnType::Type(_, returned) => tidy(returned),
                        ReturnType::Default => "()".to_owned(),
                    }
                };
                self.0.insert(format!("{operation}.{name}"), what);
            }
        }
    }
}

impl std::fmt::Display for Surface {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0
            .iter()
            .try_for_each(|(name, what)| writeln!(formatter, "{name} = {what}"))
    }
}

fn impls(items: &[Item]) -> impl Iterator<Item = &ItemImpl> {
    items.iter().filter_map(|item| match item {
        Item::Impl(found) => Some(found),
        _ => None,
    })
}

fn methods(found: &ItemImpl) -> impl Iterator<Item = (String, &syn::Signature)> {
    found.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) if is_public(&function.vis) => {
            Some((function.sig.ident.to_string(), &function.sig))
        }
        _ => None,
    })
}

/// What an argument of a builder's method may be: the bound of its type.
fn bounds(signature: &syn::Signature) -> String {
    let generic = signature
        .generics
        .params
        .iter()
        .find_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(parameter.ident.to_string()),
            _ => None,
        });
    let clause = signature.generics.where_clause.iter();
    let predicates = clause.flat_map(|clause| &clause.predicates);
    let found = predicates.filter_map(|predicate| match predicate {
        WherePredicate::Type(bound) if Some(tidy(&bound.bounded_ty)) == generic => {
            Some(tidy(&bound.bounds))
        }
        _ => None,
    });
    found.collect::<Vec<_>>().join(" + ")
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn self_type(found: &ItemImpl) -> Option<String> {
    match &*found.self_ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// The traits that every build derives; those behind a feature are for the tests.
fn derives(attributes: &[Attribute]) -> Vec<String> {
    let mut names = Vec::new();
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("derive"))
    {
        // A derive that is none of these would not compile.
        let _ = attribute.parse_nested_meta(|meta| {
            names.extend(meta.path.segments.last().map(tidy));
            Ok(())
        });
    }
    names
}

/// A type as people write it.
fn tidy(tokens: &impl ToTokens) -> String {
    let mut text: String = tokens.to_token_stream().to_string();
    for path in [
        "std :: string ::",
        "std :: option ::",
        "std :: vec ::",
        "std :: collections ::",
        "std :: convert ::",
        "std :: ops ::",
        "uuid ::",
    ] {
        text = text
            .replace(&format!(":: {path} "), "")
            .replace(&format!("{path} "), "");
    }
    let mut tidied = String::new();
    for word in text.split(' ') {
        let glued = tidied.ends_with(['<', '(', '&', ':']) || tidied.is_empty();
        let sticks = word.starts_with(['>', ')', ',', '<', ':', '(']);
        if !glued && !sticks {
            tidied.push(' ');
        }
        tidied.push_str(word);
    }
    tidied
        .replace("- >", "->")
        .replace(",>", ">")
        .trim_end_matches(',')
        .to_owned()
}
