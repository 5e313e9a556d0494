/* Civil violence as one would write it first: a byte for each cell, every cell in vision looked at,
   the rule as the paper has it. The fast ones must end in the same state. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

static inline int wrapped(int place, int size) { return place < 0 ? place + size : place >= size ? place - size : place; }

enum { EMPTY, QUIET, ACTIVE, JAILED, POLICE };
enum { WHOLE, REAL, ROUNDED };

typedef struct {
    int32_t width, height, citizens, agents, vision[2], ratio, moving;
    int64_t longest;
    double grievance_gain, threshold, arrest_constant;
} Rules;

static uint64_t luck[4];

static inline uint64_t rotated(uint64_t word, int by) { return word << by | word >> (64 - by); }

static uint64_t drawn(void) { /* xoshiro256++ (Blackman & Vigna 2021) */
    uint64_t found = rotated(luck[0] + luck[3], 23) + luck[0], shifted = luck[1] << 17;
    luck[2] ^= luck[0];
    luck[3] ^= luck[1];
    luck[1] ^= luck[2];
    luck[0] ^= luck[3];
    luck[2] ^= shifted;
    luck[3] = rotated(luck[3], 45);
    return found;
}

static uint64_t below(uint64_t bound) { /* Lemire (2019) */
    uint64_t product = (drawn() >> 32) * bound;
    if ((uint32_t)product < bound) {
        uint64_t least = ((uint64_t)1 << 32) % bound;
        while ((uint32_t)product < least) product = (drawn() >> 32) * bound;
    }
    return product >> 32;
}

/* dx, dy: offsets in vision of citizens, then of police, row by row; active, left: by agent; place: column and row. */
void march(const Rules *rules, long sweeps, const int32_t *dx, const int32_t *dy, const double *hardship, const double *aversion,
           int32_t *x, int32_t *y, int64_t *left, uint8_t *active, uint32_t *order, uint64_t *stream) {
    const int width = rules->width, height = rules->height, agents = rules->agents, citizens = rules->citizens;
    uint8_t *what = calloc((size_t)width * height, 1);
    int32_t *who = malloc(sizeof(int32_t) * (size_t)width * height), *found = malloc(sizeof(int32_t) * (size_t)width * height);
    for (int k = 0; k < 4; k++) luck[k] = stream[k];
    for (int i = 0; i < agents; i++) {
        int cell = y[i] * width + x[i];
        what[cell] = i >= citizens ? POLICE : left[i] ? JAILED : active[i] ? ACTIVE : QUIET;
        who[cell] = i;
    }
    for (long sweep = 0; sweep < sweeps; sweep++) {
        for (int i = agents - 1; i > 0; i--) {
            int j = (int)below((uint64_t)i + 1);
            uint32_t other = order[i];
            order[i] = order[j];
            order[j] = other;
        }
        for (int turn = 0; turn < agents; turn++) {
            int i = (int)order[turn], police = i >= citizens;
            if (left[i]) {
                left[i]--;
                if (!left[i]) what[y[i] * width + x[i]] = QUIET;
                continue;
            }
            const int32_t *across = police ? dx + rules->vision[0] : dx, *down = police ? dy + rules->vision[0] : dy;
            int seen = rules->vision[police], cell = y[i] * width + x[i], count = 0;
            if (rules->moving) {
                for (int k = 0; k < seen; k++) {
                    int there = wrapped(y[i] + down[k], height) * width + wrapped(x[i] + across[k], width);
                    if (what[there] == EMPTY) found[count++] = there;
                }
                if (count) {
                    int there = found[below((uint64_t)count)];
                    what[there] = what[cell];
                    who[there] = i;
                    what[cell] = EMPTY;
                    x[i] = there % width;
                    y[i] = there / width;
                    cell = there;
                }
            }
            if (police) {
                count = 0;
                for (int k = 0; k < seen; k++) {
                    int there = wrapped(y[i] + down[k], height) * width + wrapped(x[i] + across[k], width);
                    if (what[there] == ACTIVE) found[count++] = there;
                }
                if (count) {
                    int there = found[below((uint64_t)count)], taken = who[there];
                    int64_t term = (int64_t)below((uint64_t)rules->longest + 1);
                    active[taken] = 0;
                    left[taken] = term;
                    what[there] = term ? JAILED : QUIET;
                }
            } else {
                int crowd = 1, cops = 0;
                for (int k = 0; k < seen; k++) {
                    int there = wrapped(y[i] + down[k], height) * width + wrapped(x[i] + across[k], width);
                    crowd += what[there] == ACTIVE;
                    cops += what[there] == POLICE;
                }
                double ratio = rules->ratio == WHOLE ? cops / crowd : (double)cops / crowd;
                if (rules->ratio == ROUNDED) ratio = nearbyint(ratio);
                double risk = aversion[i] * (1 - exp(-rules->arrest_constant * ratio));
                active[i] = hardship[i] * rules->grievance_gain - risk > rules->threshold;
                what[cell] = active[i] ? ACTIVE : QUIET;
            }
        }
    }
    for (int k = 0; k < 4; k++) stream[k] = luck[k];
    free(what);
    free(who);
    free(found);
}
