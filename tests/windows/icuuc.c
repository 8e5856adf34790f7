/* icuuc.dll for Wine 8, which lacks the ICU of Windows 10. Qt6Core imports these 20 functions. No converter exists
   here, so Qt uses its own ones. For tests only. */
#include <stddef.h>

#define API __declspec(dllexport)
#define FILE_ACCESS_ERROR 4

typedef int UErrorCode;

static void fail(UErrorCode *error)
{
    if (error)
        *error = FILE_ACCESS_ERROR;
}

API void *ucnv_open(const char *name, UErrorCode *error) { fail(error); return NULL; }
API void ucnv_close(void *converter) { }
API void ucnv_reset(void *converter) { }
API signed char ucnv_getMaxCharSize(const void *converter) { return 1; }
API const char *ucnv_getName(const void *converter, UErrorCode *error) { fail(error); return NULL; }
API const char *ucnv_getStandardName(const char *name, const char *standard, UErrorCode *error) { fail(error); return NULL; }
API const char *ucnv_getAvailableName(int index) { return NULL; }
API int ucnv_countAvailable(void) { return 0; }
API int ucnv_toUCountPending(const void *converter, UErrorCode *error) { fail(error); return 0; }
API int ucnv_fromUCountPending(const void *converter, UErrorCode *error) { fail(error); return 0; }

API void ucnv_getToUCallBack(const void *converter, void **action, const void **context)
{
    if (action)
        *action = NULL;
    if (context)
        *context = NULL;
}

API void ucnv_getFromUCallBack(const void *converter, void **action, const void **context)
{
    ucnv_getToUCallBack(converter, action, context);
}

API void ucnv_setToUCallBack(void *converter, void *action, const void *context, void **old_action,
                             const void **old_context, UErrorCode *error) { fail(error); }
API void ucnv_setFromUCallBack(void *converter, void *action, const void *context, void **old_action,
                               const void **old_context, UErrorCode *error) { fail(error); }
API void ucnv_cbToUWriteUChars(void *args, const void *source, int length, int offset, UErrorCode *error) { fail(error); }
API void ucnv_cbFromUWriteUChars(void *args, const void **source, const void *limit, int offset, UErrorCode *error)
{
    fail(error);
}
API void ucnv_toUnicode(void *converter, void **target, const void *target_limit, const char **source,
                        const char *source_limit, int *offsets, signed char flush, UErrorCode *error) { fail(error); }
API void ucnv_fromUnicode(void *converter, char **target, const char *target_limit, const void **source,
                          const void *source_limit, int *offsets, signed char flush, UErrorCode *error) { fail(error); }
API void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) { }
API void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) { }
