// The owning STA's timetable. A thread posts a message to a hidden window when something is due, so that nothing happens on an
// apartment without a message pump, as in the product.
#pragma once
#include <functional>
#include <map>
#include <windows.h>

class Apartment
{
public:
    Apartment();
    ~Apartment();

    // Runs the work on the owning thread, from its message pump, in this many milliseconds. Owning thread only.
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
