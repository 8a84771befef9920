//! A symmetric matrix in square tiles, of which only the lower half is kept, and its inverse in place by the
//! block sweep (Gauss-Jordan). For n items: 4n² bytes and n³ floating point operations, on one thread.

use std::cmp::Ordering;

const SIDE: usize = 64;
const AREA: usize = SIDE * SIDE;

/// `size` × `size`, padded to whole tiles. The padding has ones on the diagonal, so that it can be inverted.
#[derive(Clone, Debug)]
pub(crate) struct Symmetric {
    size: usize,
    side: usize,
    tiles: Vec<f64>,
}

/// The row at which the matrix turned out not to be positive definite.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotPositive {
    pub(crate) row: usize,
}

impl Symmetric {
    /// All zero.
    pub(crate) fn new(size: usize) -> Self {
        let side = size.div_ceil(SIDE);
        let mut matrix = Self { size, side, tiles: vec![0.0; side * (side + 1) / 2 * AREA] };
        for padding in size..side * SIDE {
            matrix.add(padding, padding, 1.0);
        }
        matrix
    }

    pub(crate) fn get(&self, row: usize, column: usize) -> f64 {
        self.tiles[cell(row.max(column), row.min(column))]
    }

    /// Adds to both (row, column) and (column, row).
    pub(crate) fn add(&mut self, row: usize, column: usize, value: f64) {
        let (high, low) = (row.max(column), row.min(column));
        self.tiles[cell(high, low)] += value;
        if high != low && high / SIDE == low / SIDE {
            self.tiles[cell(low, high)] += value;
        }
    }

    /// The matrix becomes its inverse times −1.
    ///
    /// # Errors
    /// [`NotPositive`] where it is not positive definite; its content is lost then.
    pub(crate) fn invert_negated(&mut self) -> Result<(), NotPositive> {
        let mut across = vec![[0.0; AREA]; self.side];
        let mut scaled = vec![[0.0; AREA]; self.side];
        for pivot in 0..self.side {
            let mut inverse = [0.0; AREA];
            inverse.copy_from_slice(self.tile(pivot, pivot));
            sweep_tile(&mut inverse).map_err(|row| NotPositive { row: pivot * SIDE + row })?;
            // The swept tile is the inverse times −1, so the scaled ones come out negated.
            for other in (0..self.side).filter(|other| *other != pivot) {
                let mut down = [0.0; AREA];
                if other < pivot {
                    across[other].copy_from_slice(self.tile(pivot, other));
                    transpose(self.tile(pivot, other), &mut down);
                } else {
                    down.copy_from_slice(self.tile(other, pivot));
                    transpose(self.tile(other, pivot), &mut across[other]);
                }
                scaled[other].fill(0.0);
                add_product(&mut scaled[other], &down, &inverse);
            }
            for row in (0..self.side).filter(|row| *row != pivot) {
                for column in (0..=row).filter(|column| *column != pivot) {
                    add_product(self.tile_mut(row, column), &scaled[row], &across[column]);
                }
            }
            for (other, negated) in scaled.iter().enumerate() {
                let target = self.tile_mut(pivot.max(other), pivot.min(other));
                match other.cmp(&pivot) {
                    Ordering::Less => transpose(negated, target),
                    Ordering::Equal => continue,
                    Ordering::Greater => target.copy_from_slice(negated),
                }
                target.iter_mut().for_each(|value| *value = -*value);
            }
            self.tile_mut(pivot, pivot).copy_from_slice(&inverse);
        }
        Ok(())
    }

    pub(crate) fn size(&self) -> usize {
        self.size
    }

    fn tile(&self, row: usize, column: usize) -> &[f64] {
        &self.tiles[tile_start(row, column)..][..AREA]
    }

    fn tile_mut(&mut self, row: usize, column: usize) -> &mut [f64] {
        &mut self.tiles[tile_start(row, column)..][..AREA]
    }
}

/// Tiles lie row after row, each row up to the diagonal.
fn tile_start(row: usize, column: usize) -> usize {
    (row * (row + 1) / 2 + column) * AREA
}

/// Within the tile of (row, column), which lies on or below the diagonal.
fn cell(row: usize, column: usize) -> usize {
    tile_start(row / SIDE, column / SIDE) + row % SIDE * SIDE + column % SIDE
}

fn transpose(from: &[f64], to: &mut [f64]) {
    for (row, values) in from.chunks_exact(SIDE).enumerate() {
        for (column, value) in values.iter().enumerate() {
            to[column * SIDE + row] = *value;
        }
    }
}

/// The tile becomes its inverse times −1; the row whose pivot was not positive otherwise.
fn sweep_tile(tile: &mut [f64; AREA]) -> Result<(), usize> {
    for pivot in 0..SIDE {
        let head = tile[pivot * SIDE + pivot];
        if !(head > 0.0 && head.is_finite()) {
            return Err(pivot);
        }
        let mut across = [0.0; SIDE];
        across.copy_from_slice(&tile[pivot * SIDE..][..SIDE]);
        for (row, values) in tile.chunks_exact_mut(SIDE).enumerate() {
            let scaled = values[pivot] / head;
            if row == pivot {
                values.iter_mut().for_each(|value| *value /= head);
            } else {
                for (value, above) in values.iter_mut().zip(&across) {
                    *value -= scaled * above;
                }
                values[pivot] = scaled;
            }
        }
        tile[pivot * SIDE + pivot] = -1.0 / head;
    }
    Ok(())
}

/// `sum` += `left` × `right`. Four rows by four columns at a time stay in registers.
fn add_product(sum: &mut [f64], left: &[f64], right: &[f64]) {
    const STEP: usize = 4;
    for (sum, left) in sum.chunks_exact_mut(STEP * SIDE).zip(left.chunks_exact(STEP * SIDE)) {
        for column in (0..SIDE).step_by(STEP) {
            let mut block = [[0.0; STEP]; STEP];
            for (inner, right) in right.chunks_exact(SIDE).enumerate() {
                let right = &right[column..column + STEP];
                for (row, block) in block.iter_mut().enumerate() {
                    let factor = left[row * SIDE + inner];
                    for (value, right) in block.iter_mut().zip(right) {
                        *value += factor * right;
                    }
                }
            }
            for (row, block) in block.iter().enumerate() {
                for (value, more) in sum[row * SIDE + column..].iter_mut().zip(block) {
                    *value += more;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without a pattern, from −0.5 to 0.5.
    fn noise(seed: usize) -> f64 {
        let mixed = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        ((mixed ^ (mixed >> 31)) % 10_007) as f64 / 10_007.0 - 0.5
    }

    #[test]
    fn the_inverse_times_the_matrix_is_one() {
        for size in [1, 2, 63, 64, 65, 150] {
            let mut matrix = Symmetric::new(size);
            for row in 0..size {
                for column in 0..row {
                    matrix.add(row, column, noise(row * size + column));
                }
                matrix.add(row, row, size as f64);
            }
            let before = matrix.clone();
            matrix.invert_negated().unwrap();
            for row in 0..size {
                for column in 0..size {
                    let found: f64 = (0..size).map(|k| before.get(row, k) * -matrix.get(k, column)).sum();
                    let expected = f64::from(u8::from(row == column));
                    assert!((found - expected).abs() < 1e-12, "{size}: {row}, {column}: {found}");
                }
            }
        }
    }

    #[test]
    fn a_matrix_without_an_inverse_is_refused_at_its_row() {
        let mut matrix = Symmetric::new(70);
        for row in 0..70 {
            matrix.add(row, row, if row == 66 { 0.0 } else { 1.0 });
        }
        assert_eq!(matrix.invert_negated(), Err(NotPositive { row: 66 }));
    }
}
