#include "Apartment.h"
#include <limits>
#include <vector>

static const wchar_t ClassName[] = L"FakeLmxProxyApartment";
static const UINT Due = WM_APP + 1;
static const DWORD TickMs = 2;

Apartment::Apartment() : owner(GetCurrentThreadId()), posted(0), nextDue(std::numeric_limits<LONG64>::max())
{
    WNDCLASSW type = {};
    type.lpfnWndProc = Receive;
    type.hInstance = GetModuleHandleW(nullptr);
    type.lpszClassName = ClassName;
    RegisterClassW(&type);
    window = CreateWindowExW(0, ClassName, L"", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, type.hInstance, nullptr);
    SetWindowLongPtrW(window, GWLP_USERDATA, reinterpret_cast<LONG_PTR>(this));
    stopping = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    thread = CreateThread(nullptr, 0, Tick, this, 0, nullptr);
}

Apartment::~Apartment()
{
    SetEvent(stopping);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    CloseHandle(stopping);
    DestroyWindow(window);
}

void Apartment::After(long milliseconds, std::function<void()> work)
{
    timetable.emplace(GetTickCount64() + milliseconds, std::move(work));
    SetNextDue();
}

DWORD WINAPI Apartment::Tick(void* self)
{
    auto apartment = static_cast<Apartment*>(self);
    while (WaitForSingleObject(apartment->stopping, TickMs) == WAIT_TIMEOUT)
    {
        LONG64 due = InterlockedCompareExchange64(&apartment->nextDue, 0, 0);
        if (due <= static_cast<LONG64>(GetTickCount64()) && InterlockedExchange(&apartment->posted, 1) == 0
            && !PostMessageW(apartment->window, Due, 0, 0))
        {
            InterlockedExchange(&apartment->posted, 0);
        }
    }
    return 0;
}

LRESULT CALLBACK Apartment::Receive(HWND window, UINT message, WPARAM wide, LPARAM narrow)
{
    if (message == Due)
    {
        reinterpret_cast<Apartment*>(GetWindowLongPtrW(window, GWLP_USERDATA))->RunDue();
        return 0;
    }
    return DefWindowProcW(window, message, wide, narrow);
}

void Apartment::RunDue()
{
    InterlockedExchange(&posted, 0);
    ULONGLONG now = GetTickCount64();
    std::vector<std::function<void()>> due;
    auto end = timetable.upper_bound(now);
    for (auto entry = timetable.begin(); entry != end; ++entry)
    {
        due.push_back(std::move(entry->second));
    }
    timetable.erase(timetable.begin(), end);
    SetNextDue();
    for (auto& work : due)
    {
        work();
    }
}

void Apartment::SetNextDue()
{
    LONG64 next = timetable.empty() ? std::numeric_limits<LONG64>::max() : static_cast<LONG64>(timetable.begin()->first);
    InterlockedExchange64(&nextDue, next);
}
