"""How good forecasts were: proper scores, reliability and skill. Numbers in, numbers out; nothing is run here."""
