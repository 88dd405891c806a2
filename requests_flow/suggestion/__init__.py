"""The suggestion: what sorting would propose for a need, with its reasons; computed here, without any outside service.

features   what a text says: bigrams, stems, concepts
seed       what is known before anybody sorted anything: catalogue, everyday phrases, labelled examples
model      how much each word speaks for each service, as counts; scores and the words that made them
tiering    the tier: the rules of tiers.py; between simple and complex rules, signs and sorted needs together
signs      signs that somebody has to decide, negotiate or pay, and of a plain question
pointing   whether a text points back to an earlier one, or denies it
places     building and floor as people write them
relating   duplicates and same incidents among earlier needs
versions   which model is in use, and how a new one is learned, compared and taken into use
"""
