using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Gateway.Web.Platform.Store;

/// <summary>Stores times as integers, milliseconds since 1970 UTC, so that SQLite can order and compare them.</summary>
internal sealed class UnixMillisecondsConverter()
    : ValueConverter<DateTimeOffset, long>(time => time.ToUnixTimeMilliseconds(), value => DateTimeOffset.FromUnixTimeMilliseconds(value));
