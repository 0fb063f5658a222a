// The two connection points and the events that they raise.
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

    // The arguments are in the declared order; this function reverses them.
    void Fire(DISPID event, VARIANT* arguments, UINT count);
    void ReleaseSinks();

private:
    FakeServer* owner;
    IID events;
    DWORD lastCookie = 0;
    std::map<DWORD, IDispatch*> sinks;
};

// The pVars argument in the form that the switches select. It is freed after the event, so that a sink that kept a pointer is
// found out.
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

// The record description of MXSTATUS_PROXY from the server's type library. It is not counted and lives as long as the module.
IRecordInfo* StatusRecord();
