// Preloaded into a program, counts its allocations: see allocations.c.
#pragma once
