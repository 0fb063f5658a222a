// Counters of what exists at the moment, for tests that look for leaks. The tests have a copy of this layout.
#pragma once
#include <windows.h>

struct Counters
{
    long objects;           // server objects alive
    long references;        // references clients hold on them
    long sinks;             // event sinks held
    long registrations;     // server handles
    long items;             // item handles
    long memoryBlocks;      // blocks of the task allocator (BSTR, SAFEARRAY and their data) allocated since FakeLmxWatchMemory
    long callbacks;         // events delivered
    long callbackFailures;  // events the sink answered with a failure
    long wrongThread;       // calls or events on another thread than the object's
    long lastWrittenType;   // VARTYPE of the last value written
    long lastTimeType;      // VARTYPE of the last item time written
    long lastCreated;       // server objects ever created
    long hanging;           // calls that do not return at the moment
};

extern Counters counters;

// Does not return until FakeLmxRelease lets one such call go.
void Hang();

// Whether FakeLmxHoldWrites holds the completions of writes back.
bool WritesAreHeld();
