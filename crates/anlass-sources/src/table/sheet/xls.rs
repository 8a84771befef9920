//! Whether an XLS workbook may be given to its reader. That one follows chains of sectors without counting, and makes room for
//! every cell between the first and the last: a few wrong bytes would take all memory there is.

const SECTOR_END: u32 = 0xffff_fffa;
const DIRECTORY_ENTRY: usize = 128;
/// Streams that are shorter lie elsewhere; no workbook is.
const STREAM_MIN: usize = 4096;
/// Cells of all sheets together, empty ones between others included.
const CELLS_MAX: u64 = 4 << 20;
const SHEETS_MAX: usize = 255;
const BOUNDS_OF_SHEET: u16 = 0x0085;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const DIMENSIONS: u16 = 0x0200;
const SEVERAL_NUMBERS: u16 = 0x00bd;
const CELLS: [u16; 9] = [0x0006, 0x00bd, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x0207, 0x027e];

/// Says why it may not.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    let broken = || "its sectors do not hold together".to_owned();
    let stream = workbook(bytes).ok_or_else(broken)?;
    let offsets: Vec<usize> = records(&stream, 0)
        .filter(|(kind, _)| *kind == BOUNDS_OF_SHEET)
        .filter_map(|(_, data)| usize::try_from(u32_at(data, 0)?).ok())
        .collect();
    if offsets.len() > SHEETS_MAX {
        return Err("it has more sheets than a workbook may".into());
    }
    let mut cells: u64 = 0;
    for offset in offsets {
        cells = cells.saturating_add(cells_of(&stream, offset).ok_or_else(broken)?);
        if cells > CELLS_MAX {
            return Err("its sheets span more than four million cells".into());
        }
    }
    Ok(())
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn usize_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}

/// The file as its sectors, with which of them follows which.
struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
    next: Vec<u32>,
}

impl<'a> Sectors<'a> {
    fn get(&self, number: u32) -> Option<&'a [u8]> {
        let at = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.size)?;
        let end = at.checked_add(self.size)?.min(self.bytes.len());
        self.bytes.get(at..end)
    }

    /// The sectors of a chain, which must end, or hold `length` bytes before it goes round.
    fn chain(&self, mut number: u32, length: usize) -> Option<Vec<u8>> {
        let mut all = Vec::new();
        while number < SECTOR_END && all.len() < length {
            if all.len() > self.bytes.len() {
                return None;
            }
            all.extend_from_slice(self.get(number)?);
            number = *self.next.get(usize::try_from(number).ok()?)?;
        }
        all.truncate(length);
        Some(all)
    }
}

/// The stream that holds the workbook.
fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = match u16_at(bytes, 30)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let mut sectors = Sectors { bytes, size, next: Vec::new() };
    let mut tables: Vec<u32> = (0..109).map(|index| u32_at(bytes, 76 + 4 * index)).collect::<Option<_>>()?;
    let mut more = u32_at(bytes, 68)?;
    let mut taken = 0;
    while more < SECTOR_END {
        taken += size;
        if taken > bytes.len() {
            return None;
        }
        let sector = sectors.get(more)?;
        let mut entries = sector.chunks_exact(4).filter_map(|entry| u32_at(entry, 0)).collect::<Vec<_>>();
        more = entries.pop()?;
        tables.extend(entries);
    }
    for table in tables.into_iter().filter(|table| *table < SECTOR_END) {
        let sector = sectors.get(table)?;
        sectors.next.extend(sector.chunks_exact(4).filter_map(|entry| u32_at(entry, 0)));
        if sectors.next.len() > bytes.len() {
            return None;
        }
    }
    let directory = sectors.chain(u32_at(bytes, 48)?, usize::MAX)?;
    let find = |wanted: &str| {
        directory.chunks_exact(DIRECTORY_ENTRY).find(|entry| {
            let letters = entry.chunks_exact(2).take(32).filter_map(|pair| u16_at(pair, 0));
            let name: Vec<u16> = letters.take_while(|letter| *letter != 0).collect();
            String::from_utf16_lossy(&name).eq_ignore_ascii_case(wanted)
        })
    };
    let entry = find("Workbook").or_else(|| find("Book"))?;
    let length = usize_at(entry, 120)?;
    if !(STREAM_MIN..=bytes.len()).contains(&length) {
        return None;
    }
    sectors.chain(u32_at(entry, 116)?, length)
}

/// Records as their kind and contents, up to one that is cut.
fn records(stream: &[u8], from: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = from;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, data))
    })
}

/// How many cells a sheet spans, as it claims or as its cells lie.
fn cells_of(stream: &[u8], from: usize) -> Option<u64> {
    let (mut depth, mut claimed) = (0_u32, 0_u64);
    let (mut first, mut last) = ((u64::MAX, u64::MAX), (0, 0));
    for (kind, data) in records(stream, from) {
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            DIMENSIONS => {
                let wide = |at| u32_at(data, at).map(u64::from);
                let narrow = |at| u16_at(data, at).map(u64::from);
                let (rows, columns) = match data.len() {
                    10 => ((narrow(0)?, narrow(2)?), (narrow(4)?, narrow(6)?)),
                    _ => ((wide(0)?, wide(4)?), (narrow(8)?, narrow(10)?)),
                };
                let height = rows.1.checked_sub(rows.0)?.saturating_add(1);
                claimed = claimed.max(height.saturating_mul(columns.1.saturating_add(1)));
            }
            kind if CELLS.contains(&kind) => {
                let Some((row, column)) = u16_at(data, 0).zip(u16_at(data, 2)) else { continue };
                let end =
                    if kind == SEVERAL_NUMBERS { u16_at(data, data.len().saturating_sub(2)) } else { None };
                let (row, column, end) =
                    (u64::from(row), u64::from(column), u64::from(end.unwrap_or(column)));
                first = (first.0.min(row), first.1.min(column));
                last = (last.0.max(row), last.1.max(column).max(end));
            }
            _ => {}
        }
    }
    let spanned = (last.0 + 1).saturating_sub(first.0).saturating_mul((last.1 + 1).saturating_sub(first.1));
    Some(claimed.max(spanned))
}
