// The COM side of the server: lifetime, interfaces, late binding, connection points.
#include <vector>
#include "Counters.h"
#include "Server.h"

FakeServer::FakeServer()
    : switches(Switches::Read()), galaxy(MakeGalaxy(static_cast<float>(switches.alarmLimit))), alarms(MakeAlarms(galaxy)), events(this, DIID__ILMXProxyServerEvents),
      bufferedEvents(this, DIID__ILMXProxyServerEvents2), typeInfo(nullptr), references(0), lastServer(0), lastUser(0), changing(false),
      changes(0), closing(false)
{
    platformDiesAt = switches.platformDeath < 0 ? ~0ULL : GetTickCount64() + switches.platformDeath;
    platformReturnsAt = switches.platformDeath < 0 ? 0 : platformDiesAt + switches.platformDeadFor;
    TypeLibrary()->GetTypeInfoOfGuid(IID_ILMXProxyServer5, &typeInfo);
    InterlockedIncrement(&counters.objects);
    InterlockedIncrement(&counters.lastCreated);
}

FakeServer::~FakeServer()
{
    closing = true;
    if (!apartment.IsOwner())
    {
        InterlockedIncrement(&counters.wrongThread);
    }
    while (!servers.empty())
    {
        Unregister(servers.begin()->first);
    }
    events.ReleaseSinks();
    bufferedEvents.ReleaseSinks();
    ClearGalaxy(galaxy);
    if (typeInfo)
    {
        typeInfo->Release();
    }
    InterlockedDecrement(&counters.objects);
}

HRESULT FakeServer::Created() const
{
    auto failing = switches.failing.find(L"Create");
    return failing == switches.failing.end() ? S_OK : failing->second;
}

STDMETHODIMP FakeServer::QueryInterface(REFIID id, void** object)
{
    const IID* numbered[] = { &IID_ILMXProxyServer, &IID_ILMXProxyServer2, &IID_ILMXProxyServer3, &IID_ILMXProxyServer4, &IID_ILMXProxyServer5 };
    *object = nullptr;
    if (id == IID_IUnknown || id == IID_IDispatch)
    {
        *object = static_cast<ILMXProxyServer5*>(this);
    }
    else if (id == IID_IConnectionPointContainer)
    {
        *object = static_cast<IConnectionPointContainer*>(this);
    }
    else if (id == IID_IProvideClassInfo || id == IID_IProvideClassInfo2)
    {
        *object = static_cast<IProvideClassInfo2*>(this);
    }
    else if (id == IID_ISupportErrorInfo)
    {
        *object = static_cast<ISupportErrorInfo*>(this);
    }
    for (long i = 0; i < switches.interfaces && i < 5; i++)
    {
        if (id == *numbered[i])
        {
            *object = static_cast<ILMXProxyServer5*>(this);
        }
    }
    if (!*object)
    {
        return E_NOINTERFACE;
    }
    AddRef();
    return S_OK;
}

STDMETHODIMP_(ULONG) FakeServer::AddRef()
{
    InterlockedIncrement(&counters.references);
    return InterlockedIncrement(&references);
}

STDMETHODIMP_(ULONG) FakeServer::Release()
{
    InterlockedDecrement(&counters.references);
    ULONG left = InterlockedDecrement(&references);
    if (left == 0)
    {
        delete this;
    }
    return left;
}

STDMETHODIMP FakeServer::GetTypeInfoCount(UINT* count)
{
    *count = 1;
    return S_OK;
}

STDMETHODIMP FakeServer::GetTypeInfo(UINT index, LCID, ITypeInfo** info)
{
    *info = index == 0 ? typeInfo : nullptr;
    if (index != 0)
    {
        return DISP_E_BADINDEX;
    }
    typeInfo->AddRef();
    return S_OK;
}

STDMETHODIMP FakeServer::GetIDsOfNames(REFIID, LPOLESTR* names, UINT count, LCID, DISPID* ids)
{
    return DispGetIDsOfNames(typeInfo, names, count, ids);
}

STDMETHODIMP FakeServer::Invoke(DISPID member, REFIID, LCID, WORD flags, DISPPARAMS* parameters, VARIANT* result, EXCEPINFO* exception,
    UINT* wrong)
{
    return DispInvoke(static_cast<ILMXProxyServer5*>(this), typeInfo, member, flags, parameters, result, exception, wrong);
}

STDMETHODIMP FakeServer::EnumConnectionPoints(IEnumConnectionPoints** enumerator)
{
    *enumerator = nullptr;
    return E_NOTIMPL;
}

STDMETHODIMP FakeServer::FindConnectionPoint(REFIID id, IConnectionPoint** point)
{
    *point = id == DIID__ILMXProxyServerEvents ? &events
        : id == DIID__ILMXProxyServerEvents2 && switches.secondEvents ? &bufferedEvents : nullptr;
    if (!*point)
    {
        return CONNECT_E_NOCONNECTION;
    }
    (*point)->AddRef();
    return S_OK;
}

STDMETHODIMP FakeServer::GetClassInfo(ITypeInfo** info)
{
    return TypeLibrary()->GetTypeInfoOfGuid(CLSID_FakeLmxProxyServer, info);
}

STDMETHODIMP FakeServer::GetGUID(DWORD kind, GUID* id)
{
    if (kind != GUIDKIND_DEFAULT_SOURCE_DISP_IID)
    {
        return E_INVALIDARG;
    }
    *id = DIID__ILMXProxyServerEvents;
    return S_OK;
}

STDMETHODIMP FakeServer::InterfaceSupportsErrorInfo(REFIID)
{
    return switches.errorText.empty() ? S_FALSE : S_OK;
}

// Hangs, crashes, takes memory or fails in the methods that the switches name, and refuses calls from another thread.
HRESULT FakeServer::Enter(const wchar_t* method)
{
    if (!apartment.IsOwner())
    {
        InterlockedIncrement(&counters.wrongThread);
        return RPC_E_WRONG_THREAD;
    }
    if (closing)
    {
        return S_OK;
    }
    if (switches.hang == method)
    {
        Hang();
    }
    if (switches.crash == method)
    {
        Crash();
    }
    if (switches.hog == method)
    {
        Hog(switches.hogLeaves);
    }
    auto failing = switches.failing.find(method);
    return failing == switches.failing.end() ? S_OK : Fail(failing->second);
}

HRESULT FakeServer::Fail(HRESULT result)
{
    ICreateErrorInfo* created = nullptr;
    IErrorInfo* info = nullptr;
    if (FAILED(result) && !switches.errorText.empty() && SUCCEEDED(CreateErrorInfo(&created)))
    {
        created->SetDescription(const_cast<wchar_t*>(switches.errorText.c_str()));
        created->SetSource(const_cast<wchar_t*>(L"FakeLmxProxy"));
        created->SetGUID(IID_ILMXProxyServer5);
        if (SUCCEEDED(created->QueryInterface(IID_IErrorInfo, reinterpret_cast<void**>(&info))))
        {
            SetErrorInfo(0, info);
            info->Release();
        }
        created->Release();
    }
    return result;
}

void Hog(long leaves)
{
#ifndef _WIN64
    std::vector<void*> taken;
    while (void* piece = VirtualAlloc(nullptr, 1 << 20, MEM_RESERVE, PAGE_NOACCESS))
    {
        taken.push_back(piece);
    }
    // The first blocks are adjacent.
    for (size_t i = 0; i < taken.size() && i < static_cast<size_t>(leaves); i++)
    {
        VirtualFree(taken[i], 0, MEM_RELEASE);
    }
#else
    (void)leaves;
#endif
}

void Crash()
{
    volatile long* volatile nowhere = nullptr;
    *nowhere = 1;
}
