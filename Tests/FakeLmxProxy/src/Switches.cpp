#include "Switches.h"
#include <cstdio>
#include <cwchar>

static std::wstring FromEnvironment(const wchar_t* name)
{
    wchar_t buffer[1024];
    DWORD length = GetEnvironmentVariableW(name, buffer, 1024);
    return length > 0 && length < 1024 ? std::wstring(buffer, length) : std::wstring();
}

// Reads lines NAME=value of the file that FAKELMX_FILE names, for a process whose environment cannot be changed for each server.
static std::wstring FromFile(const wchar_t* name)
{
    std::wstring path = FromEnvironment(L"FAKELMX_FILE");
    FILE* file = path.empty() ? nullptr : _wfopen(path.c_str(), L"r");
    std::wstring found;
    wchar_t line[1024];
    while (file && found.empty() && fgetws(line, 1024, file))
    {
        size_t length = wcscspn(line, L"\r\n");
        size_t equals = wcscspn(line, L"=");
        if (equals < length && std::wstring(line, equals) == name)
        {
            found.assign(line + equals + 1, length - equals - 1);
        }
    }
    if (file)
    {
        fclose(file);
    }
    return found;
}

static std::wstring Text(const wchar_t* name, const wchar_t* absent)
{
    std::wstring text = FromEnvironment(name);
    text = text.empty() ? FromFile(name) : text;
    return text.empty() ? std::wstring(absent) : text;
}

static long Number(const wchar_t* name, long absent)
{
    std::wstring text = Text(name, L"");
    return text.empty() ? absent : static_cast<long>(wcstoll(text.c_str(), nullptr, 0));
}

static std::map<std::wstring, HRESULT> Failing(const std::wstring& text)
{
    std::map<std::wstring, HRESULT> failing;
    size_t start = 0;
    while (start < text.size())
    {
        size_t end = text.find(L',', start);
        std::wstring entry = text.substr(start, end == std::wstring::npos ? end : end - start);
        size_t colon = entry.find(L':');
        if (colon != std::wstring::npos)
        {
            failing[entry.substr(0, colon)] = static_cast<HRESULT>(wcstoul(entry.c_str() + colon + 1, nullptr, 16));
        }
        start = end == std::wstring::npos ? text.size() : end + 1;
    }
    return failing;
}

Switches Switches::Read()
{
    Switches s;
    s.interfaces = Number(L"FAKELMX_INTERFACES", 5);
    s.secondEvents = Number(L"FAKELMX_SECOND_EVENTS", 1) != 0;
    s.failing = Failing(Text(L"FAKELMX_FAIL", L""));
    s.errorText = Text(L"FAKELMX_ERROR_TEXT", L"");
    s.badHandle = static_cast<HRESULT>(wcstoul(Text(L"FAKELMX_BAD_HANDLE", L"80070057").c_str(), nullptr, 16));
    s.doubleAdvise = static_cast<HRESULT>(wcstoul(Text(L"FAKELMX_DOUBLE_ADVISE", L"0").c_str(), nullptr, 16));
    s.timeKind = Text(L"FAKELMX_TIME_KIND", L"date");
    s.localTimes = Text(L"FAKELMX_TIME_ZONE", L"utc") == L"local";
    s.statusKind = Text(L"FAKELMX_STATUS_KIND", L"byref");
    s.success = static_cast<short>(Number(L"FAKELMX_SUCCESS", -1));
    s.qualityBits = Number(L"FAKELMX_QUALITY", 0);
    s.arrayCategory = Number(L"FAKELMX_ARRAY_CATEGORY", 4);
    s.firstValueDelay = Number(L"FAKELMX_FIRST_VALUE_DELAY_MS", 20);
    s.changePeriod = Number(L"FAKELMX_CHANGE_PERIOD_MS", 50);
    s.writeCompletion = Text(L"FAKELMX_WRITE_COMPLETION", L"normal");
    s.writeDelay = Number(L"FAKELMX_WRITE_DELAY_MS", 150);
    s.operationComplete = Text(L"FAKELMX_OPERATION_COMPLETE", L"after") == L"after";
    s.silentItem = Text(L"FAKELMX_SILENT_ITEM", L"");
    s.bufferedShape = Text(L"FAKELMX_BUFFERED_SHAPE", L"typed");
    s.freeAccess = Number(L"FAKELMX_FREE_ACCESS", 0) != 0;
    s.platformDeath = Number(L"FAKELMX_PLATFORM_DEATH_MS", -1);
    s.platformDeadFor = Number(L"FAKELMX_PLATFORM_DEAD_FOR_MS", 1L << 30);
    s.hang = Text(L"FAKELMX_HANG", L"");
    s.crash = Text(L"FAKELMX_CRASH", L"");
    s.hog = Text(L"FAKELMX_HOG", L"");
    s.hogLeaves = Number(L"FAKELMX_HOG_LEAVES_MB", 0);
    s.burst = Number(L"FAKELMX_BURST", 0);
    s.alarmLimit = Number(L"FAKELMX_ALARM_LIMIT", 200);
    return s;
}
