// The module: class factory, registration, type library, memory watch, exports.
#include <initguid.h>
#include "FakeLmxProxy.h"
#include <olectl.h>
#include "Counters.h"
#include "Server.h"

Counters counters;

static HANDLE Released()
{
    static HANDLE event = CreateEventW(nullptr, FALSE, FALSE, nullptr);
    return event;
}

void Hang()
{
    InterlockedIncrement(&counters.hanging);
    WaitForSingleObject(Released(), INFINITE);
    InterlockedDecrement(&counters.hanging);
}

static volatile LONG writesAreHeld;

bool WritesAreHeld()
{
    return InterlockedCompareExchange(&writesAreHeld, 0, 0) != 0;
}

static HINSTANCE module;
static long locks;

static const wchar_t ProgId[] = L"FakeLmxProxy.Server";
static const wchar_t ProgId1[] = L"FakeLmxProxy.Server.1";

ITypeLib* TypeLibrary()
{
    static ITypeLib* library;
    if (!library)
    {
        wchar_t path[MAX_PATH];
        GetModuleFileNameW(module, path, MAX_PATH);
        LoadTypeLibEx(path, REGKIND_NONE, &library);
    }
    return library;
}

IRecordInfo* StatusRecord()
{
    static IRecordInfo* record;
    ITypeInfo* info = nullptr;
    static const GUID id = { 0xA162D9E4, 0x9019, 0x42F3, { 0xA0, 0x87, 0x79, 0x26, 0x40, 0x07, 0xE5, 0x42 } };
    if (!record && SUCCEEDED(TypeLibrary()->GetTypeInfoOfGuid(id, &info)))
    {
        GetRecordInfoFromTypeInfo(info, &record);
        info->Release();
    }
    return record;
}

class Factory final : public IClassFactory
{
public:
    STDMETHODIMP QueryInterface(REFIID id, void** object) override
    {
        *object = id == IID_IUnknown || id == IID_IClassFactory ? this : nullptr;
        return *object ? S_OK : E_NOINTERFACE;
    }

    STDMETHODIMP_(ULONG) AddRef() override { return 2; }

    STDMETHODIMP_(ULONG) Release() override { return 1; }

    STDMETHODIMP CreateInstance(IUnknown* outer, REFIID id, void** object) override
    {
        *object = nullptr;
        if (outer)
        {
            return CLASS_E_NOAGGREGATION;
        }
        auto server = new FakeServer();
        server->AddRef();
        HRESULT result = server->Created();
        result = FAILED(result) ? result : server->QueryInterface(id, object);
        server->Release();
        return result;
    }

    STDMETHODIMP LockServer(BOOL lock) override
    {
        lock ? InterlockedIncrement(&locks) : InterlockedDecrement(&locks);
        return S_OK;
    }
};

// Counts the blocks of the task allocator that are not freed. Blocks that were allocated before the watch do not count when they
// are freed.
class MemoryWatch final : public IMallocSpy
{
public:
    STDMETHODIMP QueryInterface(REFIID id, void** object) override
    {
        *object = id == IID_IUnknown || id == IID_IMallocSpy ? this : nullptr;
        return *object ? S_OK : E_NOINTERFACE;
    }

    STDMETHODIMP_(ULONG) AddRef() override { return 2; }

    STDMETHODIMP_(ULONG) Release() override { return 1; }

    STDMETHODIMP_(SIZE_T) PreAlloc(SIZE_T bytes) override { return bytes; }

    STDMETHODIMP_(void*) PostAlloc(void* block) override
    {
        if (block)
        {
            InterlockedIncrement(&counters.memoryBlocks);
        }
        return block;
    }

    STDMETHODIMP_(void*) PreFree(void* block, WINBOOL spied) override
    {
        if (block && spied)
        {
            InterlockedDecrement(&counters.memoryBlocks);
        }
        return block;
    }

    STDMETHODIMP_(void) PostFree(WINBOOL) override {}
    STDMETHODIMP_(SIZE_T) PreRealloc(void* block, SIZE_T bytes, void** changed, WINBOOL) override { *changed = block; return bytes; }
    STDMETHODIMP_(void*) PostRealloc(void* block, WINBOOL) override { return block; }
    STDMETHODIMP_(void*) PreGetSize(void* block, WINBOOL) override { return block; }
    STDMETHODIMP_(SIZE_T) PostGetSize(SIZE_T bytes, WINBOOL) override { return bytes; }
    STDMETHODIMP_(void*) PreDidAlloc(void* block, WINBOOL) override { return block; }
    STDMETHODIMP_(int) PostDidAlloc(void*, WINBOOL, int actual) override { return actual; }
    STDMETHODIMP_(void) PreHeapMinimize() override {}
    STDMETHODIMP_(void) PostHeapMinimize() override {}
};

static Factory factory;
static MemoryWatch watch;

static LONG SetKey(HKEY root, const std::wstring& path, const wchar_t* name, const std::wstring& value)
{
    HKEY key;
    LONG result = RegCreateKeyExW(root, path.c_str(), 0, nullptr, 0, KEY_WRITE, nullptr, &key, nullptr);
    if (result == ERROR_SUCCESS)
    {
        result = RegSetValueExW(key, name, 0, REG_SZ, reinterpret_cast<const BYTE*>(value.c_str()), static_cast<DWORD>((value.size() + 1) * sizeof(wchar_t)));
        RegCloseKey(key);
    }
    return result;
}

static std::wstring ClassText()
{
    wchar_t text[64];
    StringFromGUID2(CLSID_FakeLmxProxyServer, text, 64);
    return text;
}

extern "C"
{

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void*)
{
    if (reason == DLL_PROCESS_ATTACH)
    {
        module = instance;
        DisableThreadLibraryCalls(instance);
    }
    return TRUE;
}

STDAPI DllGetClassObject(REFCLSID type, REFIID id, void** object)
{
    *object = nullptr;
    return type == CLSID_FakeLmxProxyServer ? factory.QueryInterface(id, object) : CLASS_E_CLASSNOTAVAILABLE;
}

STDAPI DllCanUnloadNow()
{
    return S_FALSE;
}

STDAPI DllRegisterServer()
{
    wchar_t path[MAX_PATH];
    GetModuleFileNameW(module, path, MAX_PATH);
    std::wstring type = L"CLSID\\" + ClassText();
    LONG result = SetKey(HKEY_CLASSES_ROOT, type, nullptr, L"Fake LMXProxy server for tests");
    result |= SetKey(HKEY_CLASSES_ROOT, type + L"\\InprocServer32", nullptr, path);
    result |= SetKey(HKEY_CLASSES_ROOT, type + L"\\InprocServer32", L"ThreadingModel", L"Apartment");
    result |= SetKey(HKEY_CLASSES_ROOT, type + L"\\ProgID", nullptr, ProgId1);
    result |= SetKey(HKEY_CLASSES_ROOT, type + L"\\VersionIndependentProgID", nullptr, ProgId);
    result |= SetKey(HKEY_CLASSES_ROOT, std::wstring(ProgId) + L"\\CLSID", nullptr, ClassText());
    result |= SetKey(HKEY_CLASSES_ROOT, std::wstring(ProgId1) + L"\\CLSID", nullptr, ClassText());
    return result == ERROR_SUCCESS ? S_OK : SELFREG_E_CLASS;
}

STDAPI DllUnregisterServer()
{
    RegDeleteTreeW(HKEY_CLASSES_ROOT, (L"CLSID\\" + ClassText()).c_str());
    RegDeleteTreeW(HKEY_CLASSES_ROOT, ProgId);
    RegDeleteTreeW(HKEY_CLASSES_ROOT, ProgId1);
    return S_OK;
}

// Starts the count; once per process.
STDAPI FakeLmxWatchMemory()
{
    return CoRegisterMallocSpy(&watch);
}

STDAPI FakeLmxCounters(Counters* copy)
{
    *copy = counters;
    return S_OK;
}

STDAPI FakeLmxRelease()
{
    return SetEvent(Released()) ? S_OK : E_FAIL;
}

// While a test holds them, no write completes and no value is written, in all objects of the process.
STDAPI FakeLmxHoldWrites(const long* held)
{
    InterlockedExchange(&writesAreHeld, *held);
    return S_OK;
}

}
