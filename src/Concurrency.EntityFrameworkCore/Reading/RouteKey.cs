using System.Globalization;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Investigations.Concurrency.EntityFrameworkCore;

/// <summary>Makes a part of a primary key of a route value.</summary>
internal static class RouteKey
{
    /// <summary>The part of the key; <see langword="null"/> when the text is none, so that there can be no such entity.</summary>
    /// <exception cref="NotSupportedException">Keys of this type are not known here.</exception>
    public static object? Parse(IProperty property, string text)
    {
        var converter = property.GetValueConverter();
        var value = Parse(converter?.ProviderClrType ?? property.ClrType, text);
        if (value is DBNull)
        {
            throw new NotSupportedException(
                $"{property.DeclaringType.DisplayName()}.{property.Name} can't be read from a route: give the endpoint a version source of your own.");
        }

        return value is null || converter is null ? value : converter.ConvertFromProvider(value);
    }

    private static object? Parse(Type type, string text) =>
        type == typeof(string) ? text
        : type == typeof(int) ? Parse<int>(text)
        : type == typeof(long) ? Parse<long>(text)
        : type == typeof(Guid) ? Parse<Guid>(text)
        : type == typeof(short) ? Parse<short>(text)
        : type == typeof(uint) ? Parse<uint>(text)
        : type == typeof(ulong) ? Parse<ulong>(text)
        : DBNull.Value;

    private static object? Parse<T>(string text)
        where T : struct, IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;
}
