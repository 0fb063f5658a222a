using System.Text.Json.Serialization;
using Gateway.Values;

namespace Gateway.Contracts;

/// <summary>What a reader is.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter))]
public enum ReaderKind
{
    /// <summary>A stream of one session.</summary>
    Session = 0,

    /// <summary>A stream over many sessions; it has a row for each of them.</summary>
    ManySessions = 1,

    /// <summary>A stream that counts against nobody, see <see cref="StreamRequest.Observer"/>.</summary>
    Observer = 2,

    /// <summary>A stream of the change feed.</summary>
    Changes = 3,

    /// <summary>A stream of the alarms.</summary>
    Alarms = 4,
}
