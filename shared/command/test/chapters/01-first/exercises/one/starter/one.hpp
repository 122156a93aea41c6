// exits 1
