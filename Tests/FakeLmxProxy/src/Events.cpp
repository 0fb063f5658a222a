#include "Events.h"
#include <vector>
#include <olectl.h>
#include "Counters.h"
#include "Server.h"

STDMETHODIMP ConnectionPoint::QueryInterface(REFIID id, void** object)
{
    if (id != IID_IUnknown && id != IID_IConnectionPoint)
    {
        *object = nullptr;
        return E_NOINTERFACE;
    }
    *object = static_cast<IConnectionPoint*>(this);
    AddRef();
    return S_OK;
}

STDMETHODIMP_(ULONG) ConnectionPoint::AddRef()
{
    return owner->AddRef();
}

STDMETHODIMP_(ULONG) ConnectionPoint::Release()
{
    return owner->Release();
}

STDMETHODIMP ConnectionPoint::GetConnectionInterface(IID* id)
{
    *id = events;
    return S_OK;
}

STDMETHODIMP ConnectionPoint::GetConnectionPointContainer(IConnectionPointContainer** container)
{
    return owner->QueryInterface(IID_IConnectionPointContainer, reinterpret_cast<void**>(container));
}

STDMETHODIMP ConnectionPoint::Advise(IUnknown* sink, DWORD* cookie)
{
    // Like the component, asks for the id of the event set itself; a sink that supports only IDispatch is refused.
    IDispatch* dispatch = nullptr;
    if (FAILED(sink->QueryInterface(events, reinterpret_cast<void**>(&dispatch))))
    {
        return CONNECT_E_CANNOTCONNECT;
    }
    *cookie = ++lastCookie;
    sinks[*cookie] = dispatch;
    InterlockedIncrement(&counters.sinks);
    return S_OK;
}

STDMETHODIMP ConnectionPoint::Unadvise(DWORD cookie)
{
    auto entry = sinks.find(cookie);
    if (entry == sinks.end())
    {
        return CONNECT_E_NOCONNECTION;
    }
    entry->second->Release();
    sinks.erase(entry);
    InterlockedDecrement(&counters.sinks);
    return S_OK;
}

STDMETHODIMP ConnectionPoint::EnumConnections(IEnumConnections** enumerator)
{
    *enumerator = nullptr;
    return E_NOTIMPL;
}

void ConnectionPoint::Fire(DISPID event, VARIANT* arguments, UINT count)
{
    std::vector<VARIANT> reversed(arguments, arguments + count);
    for (UINT i = 0; i < count; i++)
    {
        reversed[count - 1 - i] = arguments[i];
    }
    DISPPARAMS parameters = { reversed.data(), nullptr, count, 0 };
    auto targets = sinks;
    for (auto& sink : targets)
    {
        EXCEPINFO exception = {};
        UINT wrong = 0;
        HRESULT result = sink.second->Invoke(event, IID_NULL, LOCALE_SYSTEM_DEFAULT, DISPATCH_METHOD, &parameters, nullptr, &exception, &wrong);
        InterlockedIncrement(&counters.callbacks);
        if (FAILED(result))
        {
            InterlockedIncrement(&counters.callbackFailures);
            SysFreeString(exception.bstrSource);
            SysFreeString(exception.bstrDescription);
            SysFreeString(exception.bstrHelpFile);
        }
    }
}

void ConnectionPoint::ReleaseSinks()
{
    for (auto& sink : sinks)
    {
        sink.second->Release();
        InterlockedDecrement(&counters.sinks);
    }
    sinks.clear();
}

static SAFEARRAY* Records(const MXSTATUS_PROXY& status, ULONG count)
{
    SAFEARRAYBOUND bound = { count, 0 };
    SAFEARRAY* array = SafeArrayCreateEx(VT_RECORD, 1, &bound, StatusRecord());
    for (ULONG i = 0; array && i < count; i++)
    {
        static_cast<MXSTATUS_PROXY*>(array->pvData)[i] = status;
    }
    return array;
}

StatusArgument::StatusArgument(const std::wstring& kind, const MXSTATUS_PROXY& status) : array(nullptr), record(status)
{
    VariantInit(&variant);
    if (kind == L"none")
    {
        return;
    }
    if (kind == L"record")
    {
        variant.vt = VT_RECORD;
        variant.pvRecord = &record;
        variant.pRecInfo = StatusRecord();
        return;
    }
    if (kind == L"variants")
    {
        array = SafeArrayCreateVector(VT_VARIANT, 0, 1);
        // The records are copied by hand, because not every IRecordInfo copies fields that are enums.
        auto element = static_cast<VARIANT*>(array->pvData);
        element->pvRecord = StatusRecord()->RecordCreate();
        memcpy(element->pvRecord, &record, sizeof record);
        element->pRecInfo = StatusRecord();
        element->pRecInfo->AddRef();
        element->vt = VT_RECORD;
        variant.vt = VT_ARRAY | VT_VARIANT;
        variant.parray = array;
        return;
    }
    array = Records(status, kind == L"two" ? 2 : kind == L"empty" ? 0 : 1);
    variant.vt = VT_ARRAY | VT_RECORD;
    variant.parray = array;
    if (kind != L"array")
    {
        variant.vt |= VT_BYREF;
        variant.pparray = &array;
    }
}

StatusArgument::~StatusArgument()
{
    if (array)
    {
        if (!(array->fFeatures & FADF_VARIANT) && array->rgsabound[0].cElements > 0)
        {
            memset(array->pvData, 0x5A, size_t(array->cbElements) * array->rgsabound[0].cElements);
        }
        SafeArrayDestroy(array);
    }
    memset(&record, 0x5A, sizeof record);
}
