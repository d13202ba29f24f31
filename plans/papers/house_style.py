"""The typeface and the colours of every file, as six hexadecimal digits."""

FONT = "Arial"
NAVY, INK, GREY, RULE, SHADE = "1d3557", "0b0c0c", "505a5f", "c8ced6", "eaeef3"
