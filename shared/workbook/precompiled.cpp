// Nothing: a target with precompiled headers has a source.
