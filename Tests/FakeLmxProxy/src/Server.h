// The server object: eighteen methods over a small galaxy, on the thread that created it.
#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>
#include "Alarm.h"
#include "Apartment.h"
#include "Attribute.h"
#include "Events.h"
#include "FakeLmxProxy.h"
#include "Switches.h"

enum class Advised { None, Plain, Supervisory };

struct Sample
{
    VARIANT value;
    long quality;
    FILETIME time;
};

struct Item
{
    long handle;
    Attribute* attribute;  // null when the reference is no good
    long element;          // from 1; 0 for the whole value
    long failure;          // detail of the failed reference
    bool buffered;
    bool silent;
    Advised advised;
    bool suspended;
    bool resolved;         // the first callback has been
    long life;             // changes with every advise, so that what was planned for an earlier one is dropped
    std::vector<Sample> samples;
};

struct Registration
{
    long handle;
    ULONGLONG since;
    long lastItem;
    long bufferedInterval;
    bool flushPlanned;
    std::map<long, Item> items;
    std::set<long> users;
};

struct Write
{
    long server;
    long item;
    VARIANT value;
    FILETIME time;
    bool secured;
    long currentUser;
    long verifierUser;
};

class FakeServer final : public ILMXProxyServer5, public IConnectionPointContainer, public IProvideClassInfo2, public ISupportErrorInfo
{
public:
    FakeServer();
    HRESULT Created() const;

    STDMETHODIMP QueryInterface(REFIID id, void** object) override;
    STDMETHODIMP_(ULONG) AddRef() override;
    STDMETHODIMP_(ULONG) Release() override;

    STDMETHODIMP GetTypeInfoCount(UINT* count) override;
    STDMETHODIMP GetTypeInfo(UINT index, LCID locale, ITypeInfo** info) override;
    STDMETHODIMP GetIDsOfNames(REFIID id, LPOLESTR* names, UINT count, LCID locale, DISPID* ids) override;
    STDMETHODIMP Invoke(DISPID member, REFIID id, LCID locale, WORD flags, DISPPARAMS* parameters, VARIANT* result, EXCEPINFO* exception,
        UINT* wrong) override;

    STDMETHODIMP EnumConnectionPoints(IEnumConnectionPoints** enumerator) override;
    STDMETHODIMP FindConnectionPoint(REFIID id, IConnectionPoint** point) override;
    STDMETHODIMP GetClassInfo(ITypeInfo** info) override;
    STDMETHODIMP GetGUID(DWORD kind, GUID* id) override;
    STDMETHODIMP InterfaceSupportsErrorInfo(REFIID id) override;

    STDMETHODIMP Register(BSTR clientName, long* server) override;
    STDMETHODIMP Unregister(long server) override;
    STDMETHODIMP AddItem(long server, BSTR definition, long* item) override;
    STDMETHODIMP RemoveItem(long server, long item) override;
    STDMETHODIMP Advise(long server, long item) override;
    STDMETHODIMP UnAdvise(long server, long item) override;
    STDMETHODIMP Write(long server, long item, VARIANT value, long user) override;
    STDMETHODIMP WriteSecured(long server, long item, long current, long verifier, VARIANT value) override;
    STDMETHODIMP AuthenticateUser(long server, BSTR name, BSTR password, long* user) override;
    STDMETHODIMP ArchestrAUserToId(long server, BSTR guid, long* user) override;
    STDMETHODIMP AddItem2(long server, BSTR definition, BSTR context, long* item) override;
    STDMETHODIMP Write2(long server, long item, VARIANT value, VARIANT time, long user) override;
    STDMETHODIMP WriteSecured2(long server, long item, long current, long verifier, VARIANT value, VARIANT time) override;
    STDMETHODIMP Suspend(long server, long item, MxStatus* status) override;
    STDMETHODIMP Activate(long server, long item, MxStatus* status) override;
    STDMETHODIMP AdviseSupervisory(long server, long item) override;
    STDMETHODIMP AddBufferedItem(long server, BSTR definition, BSTR context, long* item) override;
    STDMETHODIMP SetBufferedUpdateInterval(long server, long interval) override;

    // Events that come later, without a call.
    void Burst(long server, long item, long life, long next, long last);

private:
    ~FakeServer();

    HRESULT Enter(const wchar_t* method);
    HRESULT Fail(HRESULT result);
    Registration* FindServer(long server);
    Item* FindItem(long server, long item);
    HRESULT Add(long server, BSTR definition, BSTR context, bool buffered, long* item);
    void Resolve(Item& item, const std::wstring& definition, const std::wstring& context);
    HRESULT AdviseAs(long server, long item, Advised kind);
    HRESULT Queue(long server, long item, const VARIANT& value, const VARIANT* time, bool secured, long current, long verifier);
    HRESULT SuspendOrActivate(long server, long item, bool suspend, MxStatus* status);

    void FirstValue(long server, long item, long life);
    void Change();
    void Publish(Attribute& attribute);
    void Deliver(Registration& server, Item& item, const VARIANT& value, long quality, FILETIME time, const MXSTATUS_PROXY& status);
    void PlanFlush(Registration& server);
    void Flush(long server);
    void FireBuffered(Registration& server, Item& item);
    void FireStatus(DISPID event, long server, long item, const MXSTATUS_PROXY& status);
    void Complete(::Write write);
    MXSTATUS_PROXY Carry(Item& item, const ::Write& write);
    void Control(Registration& server, Item& item);
    void CurrentValue(Item& item, VARIANT* value);
    VARIANT TimeArgument(FILETIME time);
    bool PlatformIsUp(const Registration& server) const;
    MXSTATUS_PROXY Good() const;

    Switches switches;
    Apartment apartment;
    Galaxy galaxy;
    std::vector<Alarm> alarms;
    ConnectionPoint events;
    ConnectionPoint bufferedEvents;
    ITypeInfo* typeInfo;
    ULONGLONG platformDiesAt;
    ULONGLONG platformReturnsAt;
    long references;
    long lastServer;
    long lastUser;
    bool changing;
    long changes;
    bool closing;
    std::map<long, Registration> servers;
};

// The type library inside this module. It lives as long as the module.
ITypeLib* TypeLibrary();

MXSTATUS_PROXY Status(short success, long category, long source, short detail);

// Ends the process without any clean-up.
void Crash();
void Hog(long leaves);
