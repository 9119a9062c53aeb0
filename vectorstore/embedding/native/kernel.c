/* The bundled model's forward pass on the tiles of a processor with AMX (Intel, from Sapphire Rapids on).
 *
 * A BERT encoder (Devlin et al. 2019, arXiv:1810.04805) of any size whose heads are 32 wide: word rows in 4 bits,
 * products of bfloat16 summed in float32, everything between products in float32. `packing.py` writes the weights
 * and tells their layout; `kernel.py` calls.
 *
 * Several short texts go through the products together, since each panel of weights then serves them all. Every
 * row is computed for itself, by the same operations in the same order wherever it lies, and attends to its own
 * text alone: a text's vector is the same to the last bit whatever its neighbours.
 *
 * How a matrix lies in memory ("tiled"): in tiles of 16 rows by 32 columns of bfloat16, 1 KB each, the tiles of 16
 * rows one after the other. The right side of a product lies in panels of 32 columns; each 32 rows of a panel are
 * two tiles of 16 columns, in which a row holds two rows of the matrix, interleaved (what TDPBF16PS reads).
 *
 * Nothing is allocated here: the caller gives the room, and its size is checked.
 */
#include <cpuid.h>
#include <immintrin.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
/* Per function, not for the whole file: it can then be loaded, and asked, on any x86-64. */
#define KERNEL __attribute__((target("amx-tile,amx-bf16,avx512f,avx512bw,avx512dq,avx512vl,avx512bf16")))
#define INLINE KERNEL static inline __attribute__((always_inline))
/* The compiler does not see that a tile is loaded from memory; here all that was written so far is in it. */
#define WRITTEN __asm__ volatile("" ::: "memory")

enum { VERSION = 1, MAGIC = 0x314b4257 /* "WBK1" */ };
enum { ROWS = 16, COLUMNS = 32, TILE = ROWS * COLUMNS, LANES = 16, TILE_STRIDE = 64 };
enum { PART = 16 /* of a panel, in tiles of depth: 32 KB. 6, 12, 16, 24 and 48 took 129, 118, 115, 153 and 141 us */ };
enum { ONE = 0x3f80 /* in bfloat16 */ };
enum { WORD_BLOCK = 18 /* bytes of 32 weights: a float16 scale and 32 nibbles */ };
enum { WRONG_MODEL = -1, WRONG_TEXT = -2, WRONG_ROOM = -3 };

typedef uint16_t bf16;

/* What the caller has: mapped files. */
struct model {
    const uint8_t *packed;
    uint64_t packed_bytes;
    const uint8_t *words;
    uint64_t words_bytes;
};

/* How the packed file begins, 64 bytes. */
struct header {
    int32_t magic, version, hidden, layers, heads, wide, positions;
    float epsilon;
    int32_t unused[8];
};

struct linear {
    const bf16 *weight;
    const float *bias;
};

struct norm {
    const float *scale, *shift;
};

struct layer {
    struct linear projections, attended, wide, narrow;
    struct norm attended_norm, narrow_norm;
};

/* One call: the model's sizes, its room, and where each text lies. */
struct pass {
    size_t hidden, heads, wide, blocks, slots;
    float epsilon;
    float *state;    /* [rows][hidden]: the residual, and the bias of what will be added to it next */
    bf16 *input;     /* tiled [rows][hidden]: what the next product reads */
    bf16 *query;     /* tiled [rows][hidden]: a head is a tile wide */
    bf16 *key;       /* [block][head]: tiles, transposed */
    bf16 *value;     /* [slot / 2][head][2]: tiles of 32 tokens by 16 columns, interleaved */
    bf16 *between;   /* tiled [rows][wide], behind the GELU */
    int32_t *slot;   /* of each block of 16 rows: its place among the values. A text begins at an even one. */
};

/* Sixteen or thirty-two rows of a panel whose product is there but not yet put away. */
struct item {
    size_t block, rows, panel;
    const float *sums; /* [rows][32] */
};

/* ---------------------------------------------------------------------------------------- the processor */

static int has(uint32_t bits, int bit) { return (bits >> bit & 1U) != 0; }

static uint64_t saved_by_system(void) {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
}

EXPORT int32_t wenbao_version(void) { return VERSION; }

/* Whether this processor has what is needed and the system lets this process use it. */
EXPORT int32_t wenbao_ready(void) {
    enum { XSAVE = 27, F = 16, DQ = 17, BW = 30, VL = 31, AMX_BF16 = 22, AMX_TILE = 24, BF16 = 5 };
    enum { STATES = 0x600e6 /* of AVX, AVX-512 and tiles */, ASK_FOR = 0x1023, TILE_DATA = 18 };
    uint32_t a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !has(c, XSAVE)) return 0;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
    if (!has(b, F) || !has(b, DQ) || !has(b, BW) || !has(b, VL) || !has(d, AMX_BF16) || !has(d, AMX_TILE)) return 0;
    if (!__get_cpuid_count(7, 1, &a, &b, &c, &d) || !has(a, BF16)) return 0;
    if ((saved_by_system() & STATES) != STATES) return 0;
    return syscall(SYS_arch_prctl, ASK_FOR, TILE_DATA) == 0;
}

/* Eight tiles of 16 rows of 64 bytes, as LDTILECFG reads it. A constant: gcc does not see that all of it is read. */
KERNEL static void shape_tiles(void) {
    static const struct {
        uint8_t palette, start, reserved[14];
        uint16_t bytes_a_row[16];
        uint8_t rows[16];
    } shape = {1, 0, {0}, {64, 64, 64, 64, 64, 64, 64, 64}, {16, 16, 16, 16, 16, 16, 16, 16}};
    _Static_assert(sizeof shape == 64, "what LDTILECFG reads");
    _tile_loadconfig(&shape);
}

/* ------------------------------------------------------------------------------------------- arithmetic */

INLINE __m512i rounded(__m512 low, __m512 high) { return (__m512i)_mm512_cvtne2ps_pbh(high, low); }

/* x Φ(x) (Hendrycks & Gimpel 2016, arXiv:1606.08415). Φ(z) - 1/2 is z P(z²) for |z| < 4.25, with an error of
 * 1.6e-5 |z| at most there and 1.1e-5 |x| beyond; bfloat16 rounds to 2e-3 |x|. P by Lawson's weighted least squares. */
INLINE __m512 gelu(__m512 x) {
    static const float P[] = {4.547077150e-11F, -4.515307314e-09F, 1.986160199e-07F, -5.147516175e-06F,
                              8.848916578e-05F, -1.079078127e-03F, 9.718779271e-03F, -6.619028171e-02F,
                              3.988192193e-01F};
    const __m512 edge = _mm512_set1_ps(4.25F);
    __m512 z = _mm512_max_ps(_mm512_min_ps(x, edge), _mm512_sub_ps(_mm512_setzero_ps(), edge));
    __m512 square = _mm512_mul_ps(z, z);
    __m512 sum = _mm512_set1_ps(P[0]);
    for (int term = 1; term < 9; term++) sum = _mm512_fmadd_ps(sum, square, _mm512_set1_ps(P[term]));
    return _mm512_mul_ps(x, _mm512_fmadd_ps(z, sum, _mm512_set1_ps(0.5F)));
}

/* 2 to the x, to 7.5e-5 of it; the same method on [0, 1). VSCALEF takes the whole part of x itself. */
INLINE __m512 power_of_two(__mmask16 lanes, __m512 x) {
    __m512 rest = _mm512_reduce_ps(x, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
    __m512 sum = _mm512_set1_ps(7.802452222e-02F);
    sum = _mm512_fmadd_ps(sum, rest, _mm512_set1_ps(2.260671711e-01F));
    sum = _mm512_fmadd_ps(sum, rest, _mm512_set1_ps(6.958335266e-01F));
    sum = _mm512_fmadd_ps(sum, rest, _mm512_set1_ps(9.999252208e-01F));
    return _mm512_maskz_scalef_ps(lanes, sum, x);
}

/* ---------------------------------------------------------------------------- what is done to a row of sums */

/* Two rows of 32 float32 as two rows of tiles of values, interleaved: 16 columns each. */
INLINE void put_values(const float *even, bf16 *tile, size_t row) {
    const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6,
                                           21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    for (size_t half = 0; half < 2; half++) {
        __m512i both = rounded(_mm512_loadu_ps(even + half * LANES), _mm512_loadu_ps(even + COLUMNS + half * LANES));
        _mm512_storeu_si512(tile + half * TILE + row * COLUMNS, _mm512_permutexvar_epi16(order, both));
    }
}

/* A tile of 16 tokens by 32 columns as the right side of a product: pairs of columns by tokens. */
INLINE void put_keys(const float *sums, bf16 *tile) {
    _Alignas(64) bf16 plain[TILE];
    const __m512i tokens = _mm512_mullo_epi32(_mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
                                              _mm512_set1_epi32(COLUMNS / 2));
    for (size_t row = 0; row < ROWS; row++)
        _mm512_store_si512(plain + row * COLUMNS, rounded(_mm512_loadu_ps(sums + row * COLUMNS),
                                                          _mm512_loadu_ps(sums + row * COLUMNS + LANES)));
    for (int pair = 0; pair < COLUMNS / 2; pair++) {
        __m512i at = _mm512_add_epi32(tokens, _mm512_set1_epi32(pair));
        _mm512_storeu_si512(tile + pair * COLUMNS, _mm512_i32gather_epi32(at, plain, 4));
    }
}

/* Put one row of an item away. The panels of the projections are the heads' queries, then keys, then values. */
INLINE void put(const struct pass *p, const struct item *item, size_t row, int projections) {
    const float *sums = item->sums + row * COLUMNS;
    size_t block = item->block + row / ROWS, inside = row % ROWS, head = item->panel % p->heads;
    if (!projections) {
        bf16 *tile = p->between + (block * (p->wide / COLUMNS) + item->panel) * TILE;
        __m512i both = rounded(gelu(_mm512_loadu_ps(sums)), gelu(_mm512_loadu_ps(sums + LANES)));
        _mm512_storeu_si512(tile + inside * COLUMNS, both);
    } else if (item->panel < p->heads) {
        bf16 *tile = p->query + (block * p->heads + head) * TILE;
        __m512i both = rounded(_mm512_loadu_ps(sums), _mm512_loadu_ps(sums + LANES));
        _mm512_storeu_si512(tile + inside * COLUMNS, both);
    } else if (item->panel < 2 * p->heads) {
        if (inside == ROWS - 1) put_keys(sums - inside * COLUMNS, p->key + (block * p->heads + head) * TILE);
    } else if (inside % 2) {
        size_t slot = (size_t)p->slot[block];
        bf16 *tile = p->value + (slot / 2 * p->heads + head) * 2 * TILE;
        put_values(sums - COLUMNS, tile, (slot % 2 * ROWS + inside) / 2);
    }
}

/* --------------------------------------------------------------------------------------------- products */

/* Sums 0 to 3: two blocks of rows, or one, by two halves of a panel. */
INLINE void load_sums(const float *first, const float *second, size_t stride, int two) {
    _tile_loadd(0, first, stride);
    _tile_loadd(1, first + LANES, stride);
    if (!two) return;
    _tile_loadd(2, second, stride);
    _tile_loadd(3, second + LANES, stride);
}

INLINE void store_sums(float *first, float *second, size_t stride, int two) {
    _tile_stored(0, first, stride);
    _tile_stored(1, first + LANES, stride);
    if (!two) return;
    _tile_stored(2, second, stride);
    _tile_stored(3, second + LANES, stride);
}

/* They grow by the product of one tile's depth. The left side passes by the nearest cache (stream): the right side,
 * which all rows meet, then stays in it. A fifth of the time. */
INLINE void multiply(const bf16 *left, size_t next_rows, const bf16 *right, int two) {
    _tile_stream_loadd(4, left, TILE_STRIDE);
    _tile_loadd(6, right, TILE_STRIDE);
    _tile_loadd(7, right + TILE, TILE_STRIDE);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    if (two) {
        _tile_stream_loadd(5, left + next_rows, TILE_STRIDE);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(3, 5, 7);
    }
}

/* Bring the panel behind this one nearer while this one is used: `share` lines of it a step. */
INLINE void fetch(const bf16 **ahead, size_t share) {
    for (size_t line = 0; line < share; line++, *ahead += COLUMNS) _mm_prefetch((const char *)*ahead, _MM_HINT_T1);
}

static size_t lines_a_step(const struct pass *p) {
    size_t steps = (p->blocks + 1) / 2;
    return (2 * ROWS + steps - 1) / steps;
}

/* Products of `left`, `depth` tiles wide, whose sums are put away row by row while the next ones are computed: the
 * tiles' unit and the vector units work at the same time. */
KERNEL static void project(const struct pass *p, const bf16 *left, const struct linear *right, size_t depth,
                           size_t panels, int projections) {
    _Alignas(64) float sums[2][2 * TILE];
    struct item before = {0, 0, 0, NULL}, now;
    size_t turn = 0, share = lines_a_step(p);
    WRITTEN;
    for (size_t panel = 0; panel < panels; panel++) {
        const bf16 *weight = right->weight + panel * depth * 2 * TILE, *ahead = weight + depth * 2 * TILE;
        const float *bias = right->bias + panel * COLUMNS;
        for (size_t block = 0; block < p->blocks; block += 2) {
            int two = block + 1 < p->blocks;
            now = (struct item){block, two ? 2 * ROWS : ROWS, panel, sums[turn]};
            load_sums(bias, bias, 0, two);
            for (size_t k = 0, row = 0; k < depth; k++) {
                multiply(left + (block * depth + k) * TILE, depth * TILE, weight + k * 2 * TILE, two);
                fetch(&ahead, share);
                for (; row * depth < (k + 1) * before.rows; row++) put(p, &before, row, projections);
            }
            store_sums(sums[turn], sums[turn] + TILE, 2 * TILE_STRIDE, two);
            before = now;
            turn = 1 - turn;
        }
    }
    for (size_t row = 0; row < before.rows; row++) put(p, &before, row, projections);
}

/* The state grows by a product. Its bias is in the state already (`normalise`). A deep product is done in parts: a
 * part of a panel stays in the nearest cache while all rows pass it. */
KERNEL static void add_product(const struct pass *p, const bf16 *left, const struct linear *right, size_t depth) {
    size_t stride = p->hidden * sizeof(float), share = lines_a_step(p);
    WRITTEN;
    for (size_t panel = 0; panel < p->hidden / COLUMNS; panel++) {
        const bf16 *weight = right->weight + panel * depth * 2 * TILE;
        for (size_t begin = 0, end; begin < depth; begin = end) {
            const bf16 *ahead = weight + (depth + begin) * 2 * TILE;
            end = depth - begin < PART ? depth : begin + PART;
            for (size_t block = 0; block < p->blocks; block += 2) {
                int two = block + 1 < p->blocks;
                float *state = p->state + block * ROWS * p->hidden + panel * COLUMNS;
                load_sums(state, state + ROWS * p->hidden, stride, two);
                for (size_t k = begin; k < end; k++) {
                    multiply(left + (block * depth + k) * TILE, depth * TILE, weight + k * 2 * TILE, two);
                    fetch(&ahead, share);
                }
                store_sums(state, state + ROWS * p->hidden, stride, two);
            }
        }
    }
}

/* -------------------------------------------------------------------------------------------- attention */

INLINE __mmask16 lanes_below(size_t end, size_t at) {
    return at >= end ? 0 : end - at >= LANES ? 0xffff : (__mmask16)((1U << (end - at)) - 1U);
}

/* Scores of 16 queries (tile 4) and the 32 keys of two blocks, in powers of two: query weights are packed for that. */
INLINE void score(const bf16 *keys, size_t next, int two, float *scores) {
    _tile_zero(0);
    _tile_loadd(5, keys, TILE_STRIDE);
    _tile_dpbf16ps(0, 4, 5);
    _tile_stored(0, scores, TILE_STRIDE);
    if (!two) return;
    _tile_zero(1);
    _tile_loadd(6, keys + next, TILE_STRIDE);
    _tile_dpbf16ps(1, 4, 6);
    _tile_stored(1, scores + LANES * ROWS, TILE_STRIDE);
}

/* Scores to weights: powers of two, of each row relative to `less`. Keys from `tokens` on get none. */
INLINE void weigh(const float *scores, size_t tokens, const float *less, bf16 *weights) {
    __mmask16 low = lanes_below(tokens, 0), high = lanes_below(tokens, LANES);
    for (size_t row = 0; row < ROWS; row++) {
        __m512 one = _mm512_load_ps(scores + row * LANES), two = _mm512_load_ps(scores + (ROWS + row) * LANES);
        if (less) {
            one = _mm512_sub_ps(one, _mm512_set1_ps(less[row]));
            two = _mm512_sub_ps(two, _mm512_set1_ps(less[row]));
        }
        _mm512_store_si512(weights + row * COLUMNS, rounded(power_of_two(low, one), power_of_two(high, two)));
    }
}

/* Sums 2 and 3 grow by the weighted values of 32 keys, 7 by the weights themselves in each column. */
INLINE void mix(const bf16 *weights, const bf16 *values, const bf16 *ones) {
    WRITTEN;
    _tile_loadd(5, weights, TILE_STRIDE);
    _tile_loadd(6, values, TILE_STRIDE);
    _tile_dpbf16ps(2, 5, 6);
    _tile_loadd(6, values + TILE, TILE_STRIDE);
    _tile_dpbf16ps(3, 5, 6);
    _tile_loadd(6, ones, 0);
    _tile_dpbf16ps(7, 5, 6);
}

/* What one call of attention reads and writes: 16 queries, the keys and values of their text and head. */
struct queries {
    const bf16 *query, *keys, *values;
    size_t tokens, next_keys, next_values;
    bf16 *out;
};

/* Weighted means of the values. While one pair of key blocks is weighed, the next one's scores are computed. Returns
 * whether the weights stayed within float32's range: without `less` they are not relative to the largest. */
INLINE int average(const struct queries *q, const float *less) {
    _Alignas(64) bf16 ones[COLUMNS];
    _Alignas(64) float scores[2][TILE], sums[TILE], totals[ROWS * LANES];
    _Alignas(64) bf16 weights[2][TILE];
    _mm512_store_si512(ones, _mm512_set1_epi16(ONE));
    _tile_zero(2);
    _tile_zero(3);
    _tile_zero(7);
    _tile_loadd(4, q->query, TILE_STRIDE);
    size_t pairs = (q->tokens + COLUMNS - 1) / COLUMNS;
    for (size_t pair = 0; pair <= pairs; pair++) {
        size_t turn = pair % 2, begin = pair * COLUMNS;
        if (pair < pairs)
            score(q->keys + 2 * pair * q->next_keys, q->next_keys, q->tokens > begin + LANES, scores[turn]);
        if (!pair) continue;
        weigh(scores[1 - turn], q->tokens - (begin - COLUMNS), less, weights[turn]);
        mix(weights[turn], q->values + (pair - 1) * q->next_values, ones);
    }
    _tile_stored(2, sums, 2 * TILE_STRIDE);
    _tile_stored(3, sums + LANES, 2 * TILE_STRIDE);
    _tile_stored(7, totals, TILE_STRIDE);
    __mmask16 sound = 0xffff;
    for (size_t row = 0; row < ROWS; row++) {
        __m512 total = _mm512_load_ps(totals + row * LANES), share = _mm512_div_ps(_mm512_set1_ps(1.0F), total);
        const float *at = sums + row * COLUMNS;
        sound = _mm512_mask_cmp_ps_mask(sound, total, _mm512_set1_ps(1e-20F), _CMP_GT_OQ);
        sound = _mm512_mask_cmp_ps_mask(sound, total, _mm512_set1_ps(1e30F), _CMP_LT_OQ);
        _mm512_storeu_si512(q->out + row * COLUMNS, rounded(_mm512_mul_ps(_mm512_load_ps(at), share),
                                                            _mm512_mul_ps(_mm512_load_ps(at + LANES), share)));
    }
    return sound == 0xffff;
}

KERNEL static int average_plainly(const struct queries *q) { return average(q, NULL); }

/* For scores beyond what float32's powers of two reach: the same relative to each row's largest. */
KERNEL static void average_from_largest(const struct queries *q) {
    _Alignas(64) float scores[TILE], largest[ROWS];
    _tile_loadd(4, q->query, TILE_STRIDE);
    for (size_t row = 0; row < ROWS; row++) largest[row] = -3e38F;
    for (size_t key = 0; key < q->tokens; key += LANES) {
        score(q->keys + key / LANES * q->next_keys, 0, 0, scores);
        for (size_t row = 0; row < ROWS; row++) {
            __mmask16 lanes = lanes_below(q->tokens, key);
            float found = _mm512_mask_reduce_max_ps(lanes, _mm512_load_ps(scores + row * LANES));
            if (found > largest[row]) largest[row] = found;
        }
    }
    average(q, largest);
}

/* Attention inside one text, into `input`. */
KERNEL static void attend(const struct pass *p, size_t first, size_t tokens) {
    size_t blocks = (tokens + ROWS - 1) / ROWS, slot = (size_t)p->slot[first];
    for (size_t head = 0; head < p->heads; head++)
        for (size_t block = first; block < first + blocks; block++) {
            size_t tile = (block * p->heads + head) * TILE;
            struct queries q = {p->query + tile, p->key + (first * p->heads + head) * TILE,
                                p->value + (slot / 2 * p->heads + head) * 2 * TILE, tokens,
                                p->heads * TILE, p->heads * 2 * TILE, p->input + tile};
            WRITTEN;
            if (!average_plainly(&q)) average_from_largest(&q);
        }
}

/* ------------------------------------------------------------------------------ normalisation, both ends */

/* Layer normalisation of every row, into `input` and, with the bias of what comes next, into `state`. */
KERNEL static void normalise(const struct pass *p, struct norm norm, const float *bias) {
    const __m512 width = _mm512_set1_ps(1.0F / (float)p->hidden);
    for (size_t row = 0; row < p->blocks * ROWS; row++) {
        float *x = p->state + row * p->hidden;
        bf16 *out = p->input + row / ROWS * ROWS * p->hidden + row % ROWS * COLUMNS;
        __m512 one = _mm512_setzero_ps(), two = _mm512_setzero_ps();
        for (size_t at = 0; at < p->hidden; at += COLUMNS) {
            one = _mm512_add_ps(one, _mm512_loadu_ps(x + at));
            two = _mm512_add_ps(two, _mm512_loadu_ps(x + at + LANES));
        }
        __m512 mean = _mm512_mul_ps(_mm512_set1_ps(_mm512_reduce_add_ps(_mm512_add_ps(one, two))), width);
        one = two = _mm512_setzero_ps();
        for (size_t at = 0; at < p->hidden; at += COLUMNS) {
            __m512 low = _mm512_sub_ps(_mm512_loadu_ps(x + at), mean);
            __m512 high = _mm512_sub_ps(_mm512_loadu_ps(x + at + LANES), mean);
            one = _mm512_fmadd_ps(low, low, one);
            two = _mm512_fmadd_ps(high, high, two);
        }
        float variance = _mm512_reduce_add_ps(_mm512_add_ps(one, two)) / (float)p->hidden;
        __m512 factor = _mm512_set1_ps(1.0F / sqrtf(variance + p->epsilon));
        for (size_t at = 0; at < p->hidden; at += COLUMNS) {
            __m512 half[2];
            for (size_t i = 0; i < 2; i++) {
                size_t here = at + i * LANES;
                __m512 scale = _mm512_mul_ps(factor, _mm512_loadu_ps(norm.scale + here));
                half[i] = _mm512_fmadd_ps(_mm512_sub_ps(_mm512_loadu_ps(x + here), mean), scale,
                                          _mm512_loadu_ps(norm.shift + here));
                __m512 next = bias ? _mm512_loadu_ps(bias + here) : _mm512_setzero_ps();
                _mm512_storeu_ps(x + here, _mm512_add_ps(half[i], next));
            }
            _mm512_storeu_si512(out + at * ROWS, rounded(half[0], half[1]));
        }
    }
}

/* A word's row out of its 4-bit blocks, and its position's row added. */
KERNEL static void embed(const struct pass *p, const uint8_t *word, const float *position, float *out) {
    for (size_t at = 0; at < p->hidden; at += COLUMNS, word += WORD_BLOCK) {
        __m128i nibbles = _mm_loadu_si128((const __m128i *)(const void *)(word + 2)), low = _mm_set1_epi8(15);
        __m512 scale = _mm512_cvtph_ps(_mm256_set1_epi16((short)(word[0] | word[1] << 8)));
        __m128i half[2] = {_mm_and_si128(nibbles, low), _mm_and_si128(_mm_srli_epi16(nibbles, 4), low)};
        for (size_t i = 0; i < 2; i++) {
            __m512i whole = _mm512_sub_epi32(_mm512_cvtepu8_epi32(half[i]), _mm512_set1_epi32(8));
            __m512 weight = _mm512_mul_ps(_mm512_cvtepi32_ps(whole), scale);
            __m512 place = _mm512_loadu_ps(position + at + i * LANES);
            _mm512_storeu_ps(out + at + i * LANES, _mm512_add_ps(weight, place));
        }
    }
}

/* The mean of a text's states, brought to length 1. */
KERNEL static void pool(const struct pass *p, size_t first, size_t tokens, float *vector) {
    const float *state = p->state + first * ROWS * p->hidden;
    __m512 squares = _mm512_setzero_ps(), share = _mm512_set1_ps(1.0F / (float)tokens);
    for (size_t at = 0; at < p->hidden; at += LANES) {
        __m512 sum = _mm512_setzero_ps();
        for (size_t row = 0; row < tokens; row++) sum = _mm512_add_ps(sum, _mm512_loadu_ps(state + row * p->hidden + at));
        sum = _mm512_mul_ps(sum, share);
        squares = _mm512_fmadd_ps(sum, sum, squares);
        _mm512_storeu_ps(vector + at, sum);
    }
    __m512 factor = _mm512_set1_ps(1.0F / sqrtf(_mm512_reduce_add_ps(squares)));
    for (size_t at = 0; at < p->hidden; at += LANES)
        _mm512_storeu_ps(vector + at, _mm512_mul_ps(_mm512_loadu_ps(vector + at), factor));
}

/* ------------------------------------------------------------------------------------ the packed weights */

static const float *take(const uint8_t **at, size_t numbers, size_t size) {
    const void *found = *at;
    *at += numbers * size;
    return found;
}

static struct linear take_linear(const uint8_t **at, size_t inputs, size_t outputs) {
    struct linear found;
    found.weight = (const void *)take(at, inputs * outputs, sizeof(bf16));
    found.bias = take(at, outputs, sizeof(float));
    return found;
}

static struct norm take_norm(const uint8_t **at, size_t hidden) {
    struct norm found;
    found.scale = take(at, hidden, sizeof(float));
    found.shift = take(at, hidden, sizeof(float));
    return found;
}

static struct layer take_layer(const uint8_t **at, size_t hidden, size_t wide) {
    struct layer found;
    found.projections = take_linear(at, hidden, 3 * hidden);
    found.attended = take_linear(at, hidden, hidden);
    found.attended_norm = take_norm(at, hidden);
    found.wide = take_linear(at, hidden, wide);
    found.narrow = take_linear(at, wide, hidden);
    found.narrow_norm = take_norm(at, hidden);
    return found;
}

/* Whether the files are of the sizes that their header tells, and those are sizes that we compute. */
static int is_sound(const struct model *m) {
    struct header h;
    if (m->packed_bytes < sizeof h) return 0;
    memcpy(&h, m->packed, sizeof h);
    if (h.magic != MAGIC || h.version != VERSION) return 0;
    if (h.heads < 1 || h.heads > 1024 || h.hidden != h.heads * COLUMNS || h.layers < 1 || h.layers > 1024) return 0;
    if (h.wide < COLUMNS || h.wide % COLUMNS || h.wide > 1 << 20 || h.positions < 1 || h.positions > 1 << 20) return 0;
    uint64_t hidden = (uint64_t)h.hidden, wide = (uint64_t)h.wide;
    uint64_t weights = 4 * hidden * hidden + 2 * hidden * wide, floats = 9 * hidden + wide;
    uint64_t layer = weights * sizeof(bf16) + floats * sizeof(float);
    uint64_t bytes = sizeof h + (2 + (uint64_t)h.positions) * hidden * sizeof(float) + (uint64_t)h.layers * layer;
    return m->packed_bytes == bytes && m->words_bytes % (hidden / COLUMNS * WORD_BLOCK) == 0;
}

/* ------------------------------------------------------------------------------------------- a whole call */

static size_t blocks_of(int32_t tokens) { return ((size_t)tokens + ROWS - 1) / ROWS; }

static void *share_of(uint8_t **at, size_t bytes) {
    void *found = *at;
    *at += (bytes + 63) / 64 * 64;
    return found;
}

/* Divide the room from `room` on; with NULL, only count. Returns its bytes. */
static size_t lay_out(struct pass *p, uint8_t *room) {
    uint8_t *at = room;
    size_t rows = p->blocks * ROWS;
    p->state = share_of(&at, rows * p->hidden * sizeof(float));
    p->input = share_of(&at, rows * p->hidden * sizeof(bf16));
    p->query = share_of(&at, rows * p->hidden * sizeof(bf16));
    p->key = share_of(&at, rows * p->hidden * sizeof(bf16));
    p->value = share_of(&at, p->slots * ROWS * p->hidden * sizeof(bf16));
    p->between = share_of(&at, rows * p->wide * sizeof(bf16));
    p->slot = share_of(&at, p->blocks * sizeof(int32_t));
    return (size_t)(at - room);
}

/* The sizes of a call; 0, or what is wrong. */
static int32_t plan(const struct model *m, const int32_t *lengths, int32_t texts, struct pass *p) {
    struct header h;
    if (!is_sound(m)) return WRONG_MODEL;
    memcpy(&h, m->packed, sizeof h);
    memset(p, 0, sizeof *p);
    p->hidden = (size_t)h.hidden;
    p->heads = (size_t)h.heads;
    p->wide = (size_t)h.wide;
    p->epsilon = h.epsilon;
    if (texts < 1 || texts > 1 << 16) return WRONG_TEXT;
    for (int32_t text = 0; text < texts; text++) {
        if (lengths[text] < 1 || lengths[text] > h.positions) return WRONG_TEXT;
        size_t blocks = blocks_of(lengths[text]), slots = (blocks + 1) / 2 * 2;
        p->blocks += blocks;
        p->slots += slots;
    }
    return 0;
}

/* Bytes of room that these texts need, or a negative number that says what is wrong. */
EXPORT int64_t wenbao_room(const struct model *m, const int32_t *lengths, int32_t texts) {
    struct pass p;
    int32_t wrong = plan(m, lengths, texts, &p);
    return wrong ? wrong : (int64_t)lay_out(&p, NULL);
}

/* Word and position rows of every text; the rest of its last block, and of its last pair of blocks, is zero. */
KERNEL static int32_t begin(const struct pass *p, const struct model *m, const float *positions, const int32_t *ids,
                            const int32_t *lengths, int32_t texts) {
    size_t word_bytes = p->hidden / COLUMNS * WORD_BLOCK, words = m->words_bytes / word_bytes, block = 0, slot = 0;
    memset(p->state, 0, p->blocks * ROWS * p->hidden * sizeof(float));
    memset(p->value, 0, p->slots * ROWS * p->hidden * sizeof(bf16));
    for (int32_t text = 0; text < texts; text++) {
        for (size_t token = 0; token < (size_t)lengths[text]; token++, ids++) {
            if (*ids < 0 || (size_t)*ids >= words) return WRONG_TEXT;
            embed(p, m->words + (size_t)*ids * word_bytes, positions + token * p->hidden,
                  p->state + (block * ROWS + token) * p->hidden);
        }
        for (size_t end = block + blocks_of(lengths[text]); block < end; block++) p->slot[block] = (int32_t)slot++;
        slot += slot % 2;
    }
    return 0;
}

KERNEL static void run_layer(const struct pass *p, const struct layer *layer, const float *bias_behind,
                             const int32_t *lengths, int32_t texts) {
    size_t depth = p->hidden / COLUMNS, block = 0;
    project(p, p->input, &layer->projections, depth, 3 * p->heads, 1);
    for (int32_t text = 0; text < texts; block += blocks_of(lengths[text++])) attend(p, block, (size_t)lengths[text]);
    add_product(p, p->input, &layer->attended, depth);
    normalise(p, layer->attended_norm, layer->narrow.bias);
    project(p, p->input, &layer->wide, depth, p->wide / COLUMNS, 0);
    add_product(p, p->between, &layer->narrow, p->wide / COLUMNS);
    normalise(p, layer->narrow_norm, bias_behind);
}

/* Vectors of texts.
 *
 * ids: token ids, those of all texts one after the other; lengths: tokens of each text.
 * vectors: [texts][hidden], of length 1. states: NULL, or [tokens of all][hidden], the last states.
 * room: `bytes` bytes on a multiple of 64, as many as `wenbao_room` says or more.
 * Returns 0, or a negative number that says what is wrong; nothing is computed then. */
EXPORT KERNEL int32_t wenbao_encode(const struct model *m, const int32_t *ids, const int32_t *lengths, int32_t texts,
                                    float *vectors, float *states, uint8_t *room, uint64_t bytes) {
    struct pass p;
    struct header h;
    int32_t wrong = plan(m, lengths, texts, &p);
    if (wrong) return wrong;
    if ((uintptr_t)room % 64 || lay_out(&p, room) > bytes) return WRONG_ROOM;
    memcpy(&h, m->packed, sizeof h);
    const uint8_t *at = m->packed + sizeof h;
    struct norm first = take_norm(&at, p.hidden);
    const float *positions = take(&at, (size_t)h.positions * p.hidden, sizeof(float));
    wrong = begin(&p, m, positions, ids, lengths, texts);
    if (wrong) return wrong;
    shape_tiles();
    struct layer layer = take_layer(&at, p.hidden, p.wide);
    normalise(&p, first, layer.attended.bias);
    for (int32_t number = 1; number <= h.layers; number++) {
        struct layer next = layer;
        if (number < h.layers) next = take_layer(&at, p.hidden, p.wide);
        run_layer(&p, &layer, number < h.layers ? next.attended.bias : NULL, lengths, texts);
        layer = next;
    }
    _tile_release();
    size_t block = 0;
    for (int32_t text = 0; text < texts; block += blocks_of(lengths[text++])) {
        size_t tokens = (size_t)lengths[text], numbers = tokens * p.hidden;
        pool(&p, block, tokens, vectors + (size_t)text * p.hidden);
        if (!states) continue;
        memcpy(states, p.state + block * ROWS * p.hidden, numbers * sizeof(float));
        states += numbers;
    }
    return 0;
}
