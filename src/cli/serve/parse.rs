//! Values of settings that are more than a word or a number.

use std::fmt::Display;
use std::net::IpAddr;
use std::str::FromStr;

use axum::http::HeaderValue;
use ipnet::IpNet;
use serde::{Deserialize, Deserializer};

/// An origin as browsers write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin(pub(super) HeaderValue);

/// A network, or one address as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network(pub(super) IpNet);

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let refuse = |why: &str| {
            format!(
                "{why}; an origin is a scheme, a host and perhaps a port, such as https://intranet.example:8443"
            )
        };
        if text == "*" {
            return Err(refuse(
                "with `*` every page could act with the user's cookie",
            ));
        }
        let url: reqwest::Url = text.parse().map_err(|_| refuse("it is no URL"))?;
        let written = url.origin().ascii_serialization();
        if !matches!(url.scheme(), "http" | "https") || text != written {
            return Err(refuse(&format!(
                "browsers do not send `{text}` as an origin"
            )));
        }
        let header = HeaderValue::from_str(&written);
        header.map(Self).map_err(|_| refuse("it is no header"))
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let address = text.parse::<IpAddr>().map(IpNet::from);
        address
            .or_else(|_| text.parse::<IpNet>())
            .map(Self)
            .map_err(|_| {
                "give an address such as 10.0.0.7 or a network such as 10.0.0.0/8".to_owned()
            })
    }
}

/// A text of a file, read as the flag's text is.
pub(super) fn parsed<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

/// A list of such texts.
pub(super) fn all_parsed<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    let texts = Vec::<String>::deserialize(deserializer)?;
    let read = texts.iter().map(|text| text.parse());
    let read: Result<Vec<T>, T::Err> = read.collect();
    read.map(Some).map_err(serde::de::Error::custom)
}
