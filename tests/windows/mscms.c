/* mscms.dll (colour profiles) for Wine 8, whose own one lacks WcsCreateIccProfile: without that function Qt finds no
   screen. No screen has a profile here. For tests only. */
#define API __declspec(dllexport)

API void *OpenColorProfileW(void *profile, unsigned access, unsigned share, unsigned creation) { return 0; }
API int CloseColorProfile(void *profile) { return 1; }
API int GetColorProfileFromHandle(void *profile, void *buffer, unsigned *size) { return 0; }
API void *WcsCreateIccProfile(void *profile, unsigned options) { return 0; }
