// The two connection points and what goes through them.
#pragma once
#include <map>
#include <string>
#include "FakeLmxProxy.h"

class FakeServer;

class ConnectionPoint final : public IConnectionPoint
{
public:
    ConnectionPoint(FakeServer* owner, REFIID events) : owner(owner), events(events) {}

    STDMETHODIMP QueryInterface(REFIID id, void** object) override;
    STDMETHODIMP_(ULONG) AddRef() override;
    STDMETHODIMP_(ULONG) Release() override;
    STDMETHODIMP GetConnectionInterface(IID* id) override;
    STDMETHODIMP GetConnectionPointContainer(IConnectionPointContainer** container) override;
    STDMETHODIMP Advise(IUnknown* sink, DWORD* cookie) override;
    STDMETHODIMP Unadvise(DWORD cookie) override;
    STDMETHODIMP EnumConnections(IEnumConnections** enumerator) override;

    // Arguments in the order of the declaration; they are turned round here.
    void Fire(DISPID event, VARIANT* arguments, UINT count);
    void ReleaseSinks();

private:
    FakeServer* owner;
    IID events;
    DWORD lastCookie = 0;
    std::map<DWORD, IDispatch*> sinks;
};

// The pVars argument in the form the switches want. Freed after the event, so that whoever kept a pointer finds out.
class StatusArgument
{
public:
    StatusArgument(const std::wstring& kind, const MXSTATUS_PROXY& status);
    ~StatusArgument();
    VARIANT variant;

private:
    SAFEARRAY* array;
    MXSTATUS_PROXY record;
};

// The record description of MXSTATUS_PROXY out of the server's type library. Not counted; lives as long as the module.
IRecordInfo* StatusRecord();
