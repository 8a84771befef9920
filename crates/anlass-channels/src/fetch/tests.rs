use super::*;
use std::sync::{Arc, Mutex};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

/// Answers one request after the other with these bytes, and remembers what was asked.
async fn server(answers: Vec<Vec<u8>>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("bound").port();
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let heard = Arc::clone(&asked);
    tokio::spawn(async move {
        for answer in answers {
            let Ok((mut stream, _)) = listener.accept().await else { return };
            let (mut request, mut piece) = (Vec::new(), [0; 1_024]);
            while !request.windows(4).any(|four| four == b"\r\n\r\n") {
                match stream.read(&mut piece).await {
                    Ok(length @ 1..) => request.extend(&piece[..length]),
                    _ => break,
                }
            }
            heard.lock().expect("sound").push(String::from_utf8_lossy(&request).into_owned());
            drop(stream.write_all(&answer).await);
        }
    });
    (format!("http://127.0.0.1:{port}"), asked)
}

fn fetcher(bytes_max: usize) -> Fetcher {
    Fetcher::new(vec!["127.0.0.1".into()], Duration::from_secs(20), bytes_max)
}

fn wanted(url: String) -> Wanted {
    Wanted { url, ..Wanted::default() }
}

#[tokio::test]
async fn an_answer_comes_by_its_length_in_chunks_or_up_to_the_end() {
    for answer in [
        &b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\netag: \"a\"\r\n\r\nhallo and more"[..],
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\netag: \"a\"\r\n\r\n2;x=y\r\nha\r\n3\r\nllo\r\n0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\netag: \"a\"\r\n\r\nhallo",
    ] {
        let (url, asked) = server(vec![answer.to_vec()]).await;
        let fetched = fetcher(100).fetch(&Wanted { etag: Some("\"b\"".into()), ..wanted(format!("{url}/feed?a=1")) }).await;
        let body = Fetched::Body { bytes: b"hallo".to_vec(), is_gzip: false, etag: Some("\"a\"".into()), modified: None };
        assert_eq!(fetched, Ok(body));
        let asked = asked.lock().expect("sound")[0].clone();
        assert!(asked.starts_with("GET /feed?a=1 HTTP/1.1\r\n") && asked.contains("if-none-match: \"b\"\r\n"), "{asked}");
    }
    let (url, _) = server(vec![b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec()]).await;
    assert_eq!(fetcher(100).fetch(&wanted(url)).await, Ok(Fetched::NotModified));
}

#[tokio::test]
async fn what_is_too_long_or_breaks_off_is_refused() {
    for (answer, is_passing) in [
        (&b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n"[..], false),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffff\r\n", false),
        (b"HTTP/1.1 200 OK\r\n\r\n0123456789012345678901234567890123456789", false),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nshort", true),
        (b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n", true),
        (b"HTTP/1.1 404 Gone\r\ncontent-length: 0\r\n\r\n", false),
        (b"SSH-2.0 hello\r\n\r\n", false),
        (b"", true),
    ] {
        let (url, _) = server(vec![answer.to_vec()]).await;
        let failed = fetcher(30).fetch(&wanted(url)).await.expect_err("it is no good");
        assert_eq!(failed.is_passing, is_passing, "{failed}");
    }
}

#[tokio::test]
async fn redirects_are_judged_like_the_first_address_and_secrets_stay_where_they_belong() {
    let (other, heard) = server(vec![b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx".to_vec()]).await;
    let there = format!("HTTP/1.1 302 Found\r\nlocation: {other}/there\r\n\r\n");
    let (url, _) = server(vec![there.into_bytes()]).await;
    let secret = Wanted { authorization: Some("Basic c2VjcmV0".into()), ..wanted(url) };
    assert!(fetcher(30).fetch(&secret).await.is_ok());
    let heard = heard.lock().expect("sound")[0].clone();
    assert!(heard.starts_with("GET /there ") && !heard.contains("authorization"), "{heard}");
    for to in [
        "http://10.0.0.1/",
        "http://localhost/",
        "https://[::1]/",
        "file:///etc/passwd",
        "http://169.254.169.254/latest",
    ] {
        let answer = format!("HTTP/1.1 301 Moved\r\nlocation: {to}\r\n\r\n");
        let (url, _) = server(vec![answer.into_bytes()]).await;
        let failed = fetcher(30).fetch(&wanted(url)).await.expect_err("it may not be asked");
        assert!(!failed.is_passing, "{to}: {failed}");
    }
    let again = || b"HTTP/1.1 302 Found\r\nlocation: /again\r\n\r\n".to_vec();
    let (url, asked) = server(vec![again(), again(), again(), again(), again()]).await;
    assert!(fetcher(30).fetch(&wanted(url)).await.is_err());
    assert_eq!(asked.lock().expect("sound").len(), REDIRECTS_MAX + 1);
}

#[test]
fn only_public_addresses_by_https_are_asked_unless_a_host_is_listed() {
    let fetcher = Fetcher::new(Vec::new(), Duration::from_secs(1), 10);
    assert!(fetcher.admits("https://feeds.example/rss").is_ok());
    for url in [
        "http://feeds.example/rss",
        "https://127.0.0.1/",
        "https://[fd00::1]/",
        "ftp://feeds.example/",
        "https://me:secret@feeds.example/",
    ] {
        assert!(fetcher.admits(url).is_err(), "{url}");
    }
}
