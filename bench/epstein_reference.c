/* The yardstick of src/groundswell/models/epstein/strips.py: the same bits in the same order, written for speed. */
#include <stdint.h>
#include <string.h>

#if defined(__AVX512BITALG__) && defined(__AVX512VL__) || defined(__BMI2__)
#include <immintrin.h>
#endif

enum { REACH = 7, EDGE = 14, ROWS = 16, SOON = 40, NEXT = 14, FULL = 65536 };
enum { RULE_P = 26, RULE_Q = 35, RULE_B = 43, ACTIVE = 44, COP = 45, LEFT = 47 };

typedef uint32_t Rows __attribute__((vector_size(64)));
typedef uint32_t LooseRows __attribute__((vector_size(64), aligned(4)));
typedef uint16_t Bits __attribute__((vector_size(32)));
typedef uint64_t Words __attribute__((vector_size(32)));

static uint8_t nth_of_byte[256][8];

typedef struct { uint64_t a, b, c, d; } Luck;

static inline uint64_t rotated(uint64_t word, int by) { return word << by | word >> (64 - by); }

static inline uint64_t drawn(Luck *luck) {
    uint64_t found = rotated(luck->a + luck->d, 23) + luck->a, shifted = luck->b << 17;
    luck->c ^= luck->a;
    luck->d ^= luck->b;
    luck->b ^= luck->c;
    luck->a ^= luck->d;
    luck->c ^= shifted;
    luck->d = rotated(luck->d, 45);
    return found;
}

static inline uint64_t below(uint64_t bound, Luck *luck) {
    uint64_t product = (drawn(luck) >> 32) * bound;
    if (__builtin_expect((uint32_t)product < bound, 0)) {
        uint64_t least = ((uint64_t)1 << 32) % bound;
        while ((uint32_t)product < least) product = (drawn(luck) >> 32) * bound;
    }
    return product >> 32;
}

static inline Bits window(const uint32_t *strips, uint64_t at, uint32_t column, const Rows *mask) {
    Rows rows = *(const LooseRows *)(strips + at);
    return __builtin_convertvector(rows >> column & *mask, Bits);
}

static inline uint64_t ones(uint64_t word) { return (uint64_t)__builtin_popcountll(word); }

static inline uint64_t all(Words words) { return ones(words[0]) + ones(words[1]) + ones(words[2]) + ones(words[3]); }

/* Where bit k of a word is: one instruction where the processor has it, else sums of its bytes and a table. */
static inline uint64_t nth_of_word(uint64_t word, uint64_t k) {
#if defined(__BMI2__)
    return (uint64_t)__builtin_ctzll(_pdep_u64((uint64_t)1 << k, word));
#else
    uint64_t pairs = word - (word >> 1 & 0x5555555555555555), fours = (pairs & 0x3333333333333333) + (pairs >> 2 & 0x3333333333333333);
    uint64_t sums = ((fours + (fours >> 4)) & 0x0f0f0f0f0f0f0f0f) * 0x0101010101010101;
    uint64_t reached = ((sums | 0x8080808080808080) - (k + 1) * 0x0101010101010101) & 0x8080808080808080;
    uint64_t at = (uint64_t)__builtin_ctzll(reached) - 7;
    return at + nth_of_byte[word >> at & 255][k - (sums << 8 >> at & 255)];
#endif
}

static inline uint64_t nth(Words words, uint64_t k) {
    uint64_t first = ones(words[0]), second = first + ones(words[1]), third = second + ones(words[2]);
    uint64_t which = (k >= first) + (k >= second) + (k >= third), before[4] = {0, first, second, third};
    return (which << 6) + nth_of_word(words[which], k - before[which]);
}

/* How many bits of the one window, plus 256 times how many of the other. */
static inline uint64_t two_counts(Bits one, Bits two) {
#if defined(__AVX512BITALG__) && defined(__AVX512VL__)
    __m256i counts = _mm256_or_si256(_mm256_popcnt_epi16((__m256i)one), _mm256_slli_epi16(_mm256_popcnt_epi16((__m256i)two), 8));
    __m128i sum = _mm_add_epi8(_mm256_castsi256_si128(counts), _mm256_extracti128_si256(counts, 1));
    sum = _mm_add_epi8(sum, _mm_unpackhi_epi64(sum, sum));
    uint64_t four = (uint64_t)_mm_cvtsi128_si64(sum);
    return (four * 0x0001000100010001) >> 48;
#else
    return all((Words)one) | all((Words)two) << 8;
#endif
}

typedef struct { uint32_t *empty, *acting, *police; uint64_t width, height, tall; } Ground;

static inline void write(uint32_t *strips, uint64_t px, uint64_t py, int on, uint64_t tall) {
    uint64_t place = (px >> 4) * tall + py;
    uint32_t left = 1u << ((px & 15) + 16), right = 1u << (px & 15);
    if (on) {
        strips[place] |= left;
        strips[place + tall] |= right;
    } else {
        strips[place] &= ~left;
        strips[place + tall] &= ~right;
    }
}

static inline void mark(uint32_t *strips, uint64_t x, uint64_t y, int on, const Ground *g) {
    uint64_t px = x + REACH, py = y + REACH;
    write(strips, px, py, on, g->tall);
    if (px < EDGE || px >= g->width || py < EDGE || py >= g->height) {
        uint64_t qx = px < EDGE ? px + g->width : px >= g->width ? px - g->width : px;
        uint64_t qy = py < EDGE ? py + g->height : py >= g->height ? py - g->height : py;
        write(strips, qx, py, on, g->tall);
        write(strips, px, qy, on, g->tall);
        write(strips, qx, qy, on, g->tall);
    }
}

static inline uint64_t stepped(uint64_t from, uint64_t by, uint64_t size) {
    uint64_t to = from + by + size - REACH;
    to = to >= size ? to - size : to;
    return to >= size ? to - size : to;
}

void march(uint64_t *agents, uint32_t *order, long count, uint32_t *empty, uint32_t *acting, uint32_t *police, uint32_t *ids,
           const uint32_t *masks, uint32_t *far, uint64_t *stream, long width, long height, long longest, long moving, long sweeps) {
    const Ground g = {empty, acting, police, (uint64_t)width, (uint64_t)height, (uint64_t)height + EDGE + 2};
    const uint64_t tall = g.tall;
    Luck luck = {stream[0], stream[1], stream[2], stream[3]};
    Rows mask[2];
    memcpy(mask, masks, sizeof mask);
    for (int byte = 0; byte < 256; byte++)
        for (int bit = 0, n = 0; bit < 8; bit++)
            if (byte >> bit & 1) nth_of_byte[byte][n++] = (uint8_t)bit;
    for (long sweep = 0; sweep < sweeps; sweep++) {
        for (long i = count - 1; i > 0; i--) {
            uint64_t j = below((uint64_t)i + 1, &luck);
            uint32_t other = order[i];
            order[i] = order[j];
            order[j] = other;
        }
        for (long i = 0; i < count; i++) {
            if (i + SOON < count) __builtin_prefetch(&agents[order[i + SOON]]);
            if (i + NEXT < count) {
                uint64_t ahead = agents[order[i + NEXT]], at = (((ahead & 8191) >> 4) + 1) * tall + (ahead >> 13 & 8191);
                __builtin_prefetch(empty + at);
                __builtin_prefetch(empty + at + 15);
                __builtin_prefetch(acting + at);
                __builtin_prefetch(acting + at + 15);
                __builtin_prefetch(police + at);
                __builtin_prefetch(police + at + 15);
            }
            uint64_t who = order[i], agent = agents[who], left = agent >> LEFT;
            if (left) {
                if (left == 1 && longest > FULL && far[who]) {
                    far[who]--;
                    agents[who] = (agent & (((uint64_t)1 << LEFT) - 1)) | (uint64_t)FULL << LEFT;
                } else
                    agents[who] = agent - ((uint64_t)1 << LEFT);
                continue;
            }
            uint64_t x = agent & 8191, y = agent >> 13 & 8191, kind = agent >> COP & 1, ox = x, oy = y;
            uint64_t at = ((x >> 4) + 1) * tall + y, free = 0;
            if (moving) {
                Words bits = (Words)window(empty, at, x & 15, &mask[kind]);
                free = all(bits);
                if (free) {
                    uint64_t k = nth(bits, below(free, &luck));
                    x = stepped(x, k & 15, g.width);
                    y = stepped(y, k >> 4, g.height);
                    at = ((x >> 4) + 1) * tall + y;
                    mark(empty, ox, oy, 1, &g);
                    mark(empty, x, y, 0, &g);
                }
            }
            if (kind) {
                if (free) {
                    mark(police, ox, oy, 0, &g);
                    mark(police, x, y, 1, &g);
                }
                agents[who] = (agent & ~(uint64_t)0x3ffffff) | y << 13 | x;
                Words bits = (Words)window(acting, at, x & 15, &mask[1]);
                uint64_t seen = all(bits);
                if (seen) {
                    uint64_t k = nth(bits, below(seen, &luck));
                    x = stepped(x, k & 15, g.width);
                    y = stepped(y, k >> 4, g.height);
                    mark(acting, x, y, 0, &g);
                    uint64_t taken = ids[y * g.width + x], term = below((uint64_t)longest + 1, &luck);
                    uint64_t word = agents[taken] & ~((uint64_t)1 << ACTIVE);
                    if (term) {
                        if (longest > FULL) far[taken] = (uint32_t)((term - 1) >> 16);
                        word |= ((term - 1 & 65535) + 1) << LEFT;
                    }
                    agents[taken] = word;
                }
            } else {
                if (agent >> ACTIVE & 1) mark(acting, ox, oy, 0, &g);
                uint64_t seen = two_counts(window(acting, at, x & 15, &mask[0]), window(police, at, x & 15, &mask[0]));
                uint64_t crowd = (seen & 255) + 1, cops = seen >> 8;
                uint64_t rises = cops * (agent >> RULE_Q & 255) < (agent >> RULE_P & 511) * crowd + (agent >> RULE_B & 1);
                agents[who] = (agent & ~((uint64_t)0x3ffffff | (uint64_t)1 << ACTIVE)) | y << 13 | x | rises << ACTIVE;
                if (rises) {
                    mark(acting, x, y, 1, &g);
                    ids[y * g.width + x] = (uint32_t)who;
                }
            }
        }
    }
    stream[0] = luck.a, stream[1] = luck.b, stream[2] = luck.c, stream[3] = luck.d;
}
