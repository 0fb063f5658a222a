using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Gateway;

/// <summary>Members of newer frameworks that netstandard2.0 and the package Polyfill do not have. Each does what its namesake does.</summary>
internal static class MissingMembers
{
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    extension(Math)
    {
        public static (long Quotient, long Remainder) DivRem(long left, long right) => (left / right, left % right);
    }

    extension(DateTime)
    {
        public static DateTime UnixEpoch => Epoch;
    }

    extension(double)
    {
        public static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
    }

    extension(float)
    {
        public static bool IsFinite(float value) => !float.IsNaN(value) && !float.IsInfinity(value);

        public static bool IsInteger(float value) => float.IsFinite(value) && Math.Truncate(value) == value;
    }

    extension(Task)
    {
        public static Task Delay(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken = default) => time.Delay(delay, cancellationToken);
    }

    extension(ExceptionDispatchInfo)
    {
        [DoesNotReturn]
        public static void Throw(Exception error) => ExceptionDispatchInfo.Capture(error).Throw();
    }
}
