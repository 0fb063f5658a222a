using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>What an <see cref="MxCommand"/> can ask for: the eighteen MXAccess methods, their bulk forms, and queries to the worker.</summary>
[JsonConverter(typeof(VendorEnumConverter))]
public enum MxMethod
{
    Register = 1,
    Unregister = 2,
    AddItem = 3,
    RemoveItem = 4,
    Advise = 5,
    UnAdvise = 6,
    Write = 7,
    WriteSecured = 8,
    AuthenticateUser = 9,
    ArchestrAUserToId = 10,
    AddItem2 = 11,
    Write2 = 12,
    WriteSecured2 = 13,
    Suspend = 14,
    Activate = 15,
    AdviseSupervisory = 16,
    AddBufferedItem = 17,
    SetBufferedUpdateInterval = 18,

    AddItemBulk = 32,
    AdviseItemBulk = 33,
    RemoveItemBulk = 34,
    UnAdviseItemBulk = 35,
    SubscribeBulk = 36,
    UnsubscribeBulk = 37,
    WriteBulk = 38,
    Write2Bulk = 39,
    WriteSecuredBulk = 40,
    WriteSecured2Bulk = 41,
    ReadBulk = 42,

    GetSessionState = 64,
    GetWorkerInfo = 65,
    Ping = 66,
}
