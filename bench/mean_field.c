/* Twin of bench/mean_field.py, in_lanes: the same sums in the same order, so the same bits. */
#include <stdint.h>
#include <string.h>

enum { LANES = 32, NEIGHBORS = 6, MOST_CELLS = 1024 };

static const double WEIGHT = 7.0, PACE = 0.2, TIRING = 0.08, FADING = 0.025, PART = 1.0 / NEIGHBORS;
static const double LOG2_E = 1.4426950408889634, ROUNDER = 6755399441055744.0;
static const double LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10;

static inline double exponential(double x) {
    x = x < -700.0 ? -700.0 : x > 700.0 ? 700.0 : x;
    double n = (x * LOG2_E + ROUNDER) - ROUNDER;
    double t = (x - n * LN2_HIGH) - n * LN2_LOW;
    double y = 1.0 + t * (1.0 / 12.0);
    y = 1.0 + t * (1.0 / 11.0) * y;
    y = 1.0 + t * 0.1 * y;
    y = 1.0 + t * (1.0 / 9.0) * y;
    y = 1.0 + t * 0.125 * y;
    y = 1.0 + t * (1.0 / 7.0) * y;
    y = 1.0 + t * (1.0 / 6.0) * y;
    y = 1.0 + t * 0.2 * y;
    y = 1.0 + t * 0.25 * y;
    y = 1.0 + t * (1.0 / 3.0) * y;
    y = 1.0 + t * 0.5 * y;
    y = 1.0 + t * y;
    int64_t bits = ((int64_t)n + 1023) << 52;
    double power;
    memcpy(&power, &bits, sizeof power);
    return y * power;
}

static double spare[MOST_CELLS][LANES];

void in_lanes(double *active, double *tired, const double *barrier, const int64_t *neighbors, long blocks, long cells, long steps) {
    for (long block = 0; block < blocks; block++) {
        double (*a)[LANES] = (double (*)[LANES])(active + block * cells * LANES);
        double (*f)[LANES] = (double (*)[LANES])(tired + block * cells * LANES);
        const double *b = barrier + block * LANES;
        double (*now)[LANES] = a, (*later)[LANES] = spare;
        for (long step = 0; step < steps; step++) {
            for (long i = 0; i < cells; i++) {
                const int64_t *near = neighbors + i * NEIGHBORS;
                const double *restrict one = now[near[0]], *restrict two = now[near[1]], *restrict three = now[near[2]];
                const double *restrict four = now[near[3]], *restrict five = now[near[4]], *restrict six = now[near[5]];
                const double *restrict here = now[i];
                double *restrict out = later[i], *restrict fatigue = f[i];
                #pragma omp simd
                for (int r = 0; r < LANES; r++) {
                    double seen = (one[r] + two[r] + three[r] + four[r] + five[r] + six[r]) * PART;
                    double urge = WEIGHT * seen - b[r] - fatigue[r];
                    double acting = here[r] + PACE * (1.0 / (1.0 + exponential(-urge)) - here[r]);
                    out[r] = acting;
                    fatigue[r] += TIRING * acting * (1.0 - exponential(-seen)) - FADING * fatigue[r];
                }
            }
            double (*turn)[LANES] = now;
            now = later;
            later = turn;
        }
        if (now != a) memcpy(a, now, sizeof(double) * (size_t)(cells * LANES));
    }
}
