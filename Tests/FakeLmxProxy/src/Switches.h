// What tests can change about the server from outside its process: environment variables, or lines of the file that FAKELMX_FILE names.
// They are read once, when an object is created.
#pragma once
#include <map>
#include <string>
#include <windows.h>

struct Switches
{
    // FAKELMX_INTERFACES: the highest ILMXProxyServer that QueryInterface returns, 1 to 5.
    long interfaces;
    // FAKELMX_SECOND_EVENTS: 0 removes the buffered event set.
    bool secondEvents;
    // FAKELMX_FAIL: Method:hresult,…: these calls fail at once. Create makes the activation fail.
    std::map<std::wstring, HRESULT> failing;
    // FAKELMX_ERROR_TEXT: failing calls leave an IErrorInfo with this text.
    std::wstring errorText;
    // FAKELMX_BAD_HANDLE: the HRESULT for an invalid handle.
    HRESULT badHandle;
    // FAKELMX_DOUBLE_ADVISE: the HRESULT of a second advise.
    HRESULT doubleAdvise;
    // FAKELMX_TIME_KIND: date, text, localtext, filetime, i8, empty, junk, first or last (the first and the last hours that
    // exist).
    std::wstring timeKind;
    // FAKELMX_TIME_ZONE: utc or local.
    bool localTimes;
    // FAKELMX_STATUS_KIND: byref (as the component), array, variants, record, none, empty, two.
    std::wstring statusKind;
    // FAKELMX_SUCCESS: the success member of a status that reports success: -1 as the component, or 1.
    short success;
    // FAKELMX_QUALITY: is added to every quality, to set high bits.
    long qualityBits;
    // FAKELMX_ARRAY_CATEGORY: the category of detail 1003: 4 or 3.
    long arrayCategory;
    // FAKELMX_FIRST_VALUE_DELAY_MS and FAKELMX_CHANGE_PERIOD_MS.
    long firstValueDelay;
    long changePeriod;
    // FAKELMX_WRITE_COMPLETION: normal, absent, pending or pendingonly; FAKELMX_WRITE_DELAY_MS.
    std::wstring writeCompletion;
    long writeDelay;
    // FAKELMX_OPERATION_COMPLETE: after or absent.
    bool operationComplete;
    // FAKELMX_SILENT_ITEM: this reference never gets a callback.
    std::wstring silentItem;
    // FAKELMX_BUFFERED_SHAPE: typed, variants or scalar.
    std::wstring bufferedShape;
    // FAKELMX_FREE_ACCESS: every user and password is accepted, with id 1.
    bool freeAccess;
    // FAKELMX_PLATFORM_DEATH_MS: time from the object's creation until the platform dies; FAKELMX_PLATFORM_DEAD_FOR_MS: time
    // until it is back.
    long platformDeath;
    long platformDeadFor;
    // FAKELMX_HANG: this method does not return until FakeLmxRelease is called.
    std::wstring hang;
    // FAKELMX_CRASH: this method ends the process with an access violation.
    std::wstring crash;
    // FAKELMX_HOG: this method takes the address space of the process, as a component with a memory leak would, until FAKELMX_HOG_LEAVES_MB
    // are free. 32-bit processes only.
    std::wstring hog;
    long hogLeaves;
    // FAKELMX_BURST: the first value of Fake.Burst is followed by this many changes.
    long burst;

    // FAKELMX_ALARM_LIMIT: the first limit of Tank101.Level.Hi, whose input rises from 1 to 99 again and again. Without it the limit is beyond
    // every value.
    long alarmLimit;

    static Switches Read();
};
