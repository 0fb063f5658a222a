// The schedule of the owning STA. When something is due, a thread posts a message to a hidden window, so that, as in the product, nothing
// happens on an apartment without a message pump.
#pragma once
#include <functional>
#include <map>
#include <windows.h>

class Apartment
{
public:
    Apartment();
    ~Apartment();

    // Runs the work on the owning thread, from its message pump, after this many milliseconds. Called only on the owning thread.
    void After(long milliseconds, std::function<void()> work);

    bool IsOwner() const { return GetCurrentThreadId() == owner; }

private:
    static DWORD WINAPI Tick(void* self);
    static LRESULT CALLBACK Receive(HWND window, UINT message, WPARAM wide, LPARAM self);
    void RunDue();
    void SetNextDue();

    DWORD owner;
    HWND window;
    HANDLE stopping;
    HANDLE thread;
    volatile LONG posted;
    volatile LONG64 nextDue;
    std::multimap<ULONGLONG, std::function<void()>> timetable;
};
