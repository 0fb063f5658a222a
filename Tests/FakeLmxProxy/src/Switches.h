// What tests can change about the server, from outside of its process: environment variables, or lines of the file that
// FAKELMX_FILE names. Read once, when an object is created.
#pragma once
#include <map>
#include <string>
#include <windows.h>

struct Switches
{
    // FAKELMX_INTERFACES: highest ILMXProxyServer that QueryInterface gives out, 1 to 5.
    long interfaces;
    // FAKELMX_SECOND_EVENTS: 0 takes the buffered event set away.
    bool secondEvents;
    // FAKELMX_FAIL: Method:hresult,… - these calls fail at once. Create fails the activation.
    std::map<std::wstring, HRESULT> failing;
    // FAKELMX_ERROR_TEXT: failing calls leave an IErrorInfo with this text.
    std::wstring errorText;
    // FAKELMX_BAD_HANDLE: what a bad handle is answered with.
    HRESULT badHandle;
    // FAKELMX_DOUBLE_ADVISE: what a second advise is answered with.
    HRESULT doubleAdvise;
    // FAKELMX_TIME_KIND: date, text, localtext, filetime, i8, empty, junk, first or last (the first and last hours there are).
    std::wstring timeKind;
    // FAKELMX_TIME_ZONE: utc or local.
    bool localTimes;
    // FAKELMX_STATUS_KIND: byref (as the component), array, variants, record, none, empty, two.
    std::wstring statusKind;
    // FAKELMX_SUCCESS: the status's success when it is one; -1 as the component, or 1.
    short success;
    // FAKELMX_QUALITY: added to every quality, for high bits.
    long qualityBits;
    // FAKELMX_ARRAY_CATEGORY: category of detail 1003, 4 or 3.
    long arrayCategory;
    // FAKELMX_FIRST_VALUE_DELAY_MS and FAKELMX_CHANGE_PERIOD_MS.
    long firstValueDelay;
    long changePeriod;
    // FAKELMX_WRITE_COMPLETION: normal, absent, pending or pendingonly; FAKELMX_WRITE_DELAY_MS.
    std::wstring writeCompletion;
    long writeDelay;
    // FAKELMX_OPERATION_COMPLETE: after or absent.
    bool operationComplete;
    // FAKELMX_SILENT_ITEM: this reference never has a callback.
    std::wstring silentItem;
    // FAKELMX_BUFFERED_SHAPE: typed, variants or scalar.
    std::wstring bufferedShape;
    // FAKELMX_FREE_ACCESS: every user and password is taken, id 1.
    bool freeAccess;
    // FAKELMX_PLATFORM_DEATH_MS: when the platform dies, from the object's creation; FAKELMX_PLATFORM_DEAD_FOR_MS: until it is back.
    long platformDeath;
    long platformDeadFor;
    // FAKELMX_HANG: this method does not return for FAKELMX_HANG_MS.
    std::wstring hang;
    long hangFor;
    // FAKELMX_CRASH: this method ends the process by an access violation.
    std::wstring crash;
    // FAKELMX_HOG: this method takes the process's address space, as a component that leaks would, until FAKELMX_HOG_LEAVES_MB are free.
    // 32-bit processes only.
    std::wstring hog;
    long hogLeaves;
    // FAKELMX_BURST: this many changes of Fake.Burst follow its first value.
    long burst;

    static Switches Read();
};
